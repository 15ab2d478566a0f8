import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Draft, type Refusal, type Stored } from './draft.ts';
import { merge, redline } from './merge.ts';

describe('my changes on top of theirs', () => {
  const base = 'One.\n\nTwo.\n\nThree.';
  it.each([
    ['only mine', 'One!\n\nTwo.\n\nThree.', base, 'One!\n\nTwo.\n\nThree.', 0],
    ['only theirs', base, 'One.\n\nTwo.\n\nThree!', 'One.\n\nTwo.\n\nThree!', 0],
    ['different paragraphs', 'One!\n\nTwo.\n\nThree.', 'One.\n\nTwo.\n\nThree!', 'One!\n\nTwo.\n\nThree!', 0],
    ['the same change', 'One!\n\nTwo.\n\nThree.', 'One!\n\nTwo.\n\nThree.', 'One!\n\nTwo.\n\nThree.', 0],
    ['one paragraph twice', 'One.\n\nTwo mine.\n\nThree.', 'One.\n\nTwo theirs.\n\nThree.', 'One.\n\nTwo mine.\n\nThree.', 1],
    ['both put something at the end', `${base}\n\nMine.`, `${base}\n\nTheirs.`, `${base}\n\nTheirs.\n\nMine.`, 0],
    ['they struck out what I changed', 'One.\n\nTwo!\n\nThree.', 'One.\n\nThree.', 'One.\n\nTwo!\n\nThree.', 1],
    ['they struck out another', 'One!\n\nTwo.\n\nThree.', 'One.\n\nTwo.', 'One!\n\nTwo.', 0],
    ['from nothing', 'Mine.', '', 'Mine.', 0],
  ])('%s', (_name, mine, theirs, text, clashes) => {
    expect(merge(_name === 'from nothing' ? '' : base, mine, theirs)).toEqual({ text, clashes });
  });

  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 8 }).map((list) => list.join('\n\n'));
  it('whoever changed nothing loses nothing, and nobody changes what neither touched', () => {
    fc.assert(
      fc.property(text, text, (was, is) => {
        expect(merge(was, is, was)).toEqual({ text: is, clashes: 0 });
        expect(merge(was, was, is)).toEqual({ text: is, clashes: 0 });
        expect(merge(was, is, is)).toEqual({ text: is, clashes: 0 });
      }),
    );
  });
  it('every paragraph of mine that they did not have is in the result', () => {
    fc.assert(
      fc.property(text, fc.array(fc.constantFrom('x', 'y', 'z'), { maxLength: 5 }), text, (was, mine, theirs) => {
        const { text: result } = merge(was, mine.join('\n\n'), theirs);
        for (const paragraph of mine) expect(result.split('\n\n')).toContain(paragraph);
      }),
    );
  });
  it('the redline holds both texts', () => {
    fc.assert(
      fc.property(text, text, (was, is) => {
        const side = (without: string) =>
          redline(was, is)
            .map((paragraph) =>
              paragraph
                .filter(({ change }) => change !== without)
                .map((each) => each.text)
                .join(''),
            )
            .filter(Boolean);
        expect(side('added').toSorted()).toEqual(was.split('\n\n').filter(Boolean).toSorted());
        expect(side('removed').toSorted()).toEqual(is.split('\n\n').filter(Boolean).toSorted());
      }),
    );
  });
});

/** A server with one record that others write to as well, and that can be out of reach. */
class Server {
  body = 'One.\n\nTwo.';
  version = 1;
  reachable = true;
  draft = new Draft(
    { body: this.body, version: this.version },
    {
      wait: 1,
      again: 5,
      save: async (body, version): Promise<Stored> => {
        await new Promise((done) => setTimeout(done, 1));
        if (!this.reachable) throw new Error('offline');
        if (version !== this.version) throw new Error('conflict');
        this.body = body;
        return { body, version: ++this.version };
      },
      refusal: (error): Refusal =>
        (error as Error).message === 'conflict'
          ? { kind: 'conflict', current: { body: this.body, version: this.version, by: 'Eva' } }
          : { kind: 'refused', message: 'The server cannot be reached.', remedy: 'It is tried again.', again: true },
    },
  );
  other(body: string): void {
    this.body = body;
    this.version++;
  }
}
const until = async (done: () => boolean) => {
  for (let tries = 0; !done(); tries++) {
    if (tries > 500) throw new Error('It did not come to that.');
    await new Promise((wait) => setTimeout(wait, 2));
  }
};

describe('a text that saves itself', () => {
  it('saves a while after the last key, and what was typed while it was saving', async () => {
    const server = new Server();
    const { draft } = server;
    draft.type('One!');
    expect([draft.snapshot().kind, draft.unsaved]).toEqual(['saving', true]);
    const flushed = draft.flush();
    draft.type('One!!');
    await flushed;
    await until(() => server.body === 'One!!' && draft.snapshot().kind === 'saved');
    expect([draft.unsaved, draft.version]).toEqual([false, server.version]);
  });

  it('keeps what was typed while the server is out of reach, and brings it there when it is back', async () => {
    const server = new Server();
    server.reachable = false;
    server.draft.type('Typed on the train.');
    await until(() => server.draft.snapshot().kind === 'refused');
    expect([server.draft.unsaved, server.body]).toEqual([true, 'One.\n\nTwo.']);
    server.draft.type('Typed on the train, all of it.');
    server.reachable = true;
    await until(() => server.body === 'Typed on the train, all of it.');
  });

  it('overwrites nobody: shows both, and takes the choice', async () => {
    const server = new Server();
    const { draft } = server;
    server.other('One.\n\nTwo, says Eva.');
    draft.type('One, say I.\n\nTwo.');
    await draft.flush();
    const state = draft.snapshot();
    expect(state).toMatchObject({ kind: 'conflict', by: 'Eva', theirs: { body: 'One.\n\nTwo, says Eva.' }, merged: { clashes: 0 } });
    // Typing goes on and is not lost; nothing is sent.
    draft.type('One, say I, still.\n\nTwo.');
    expect(await draft.flush()).toBe(false);
    expect(server.body).toBe('One.\n\nTwo, says Eva.');
    await draft.settle('mine');
    expect([server.body, draft.snapshot().kind, draft.unsaved]).toEqual(['One, say I, still.\n\nTwo, says Eva.', 'saved', false]);
  });

  it('is not held up when only a note of the record has changed', async () => {
    const server = new Server();
    server.version++;
    server.draft.type('One!');
    expect(await server.draft.flush()).toBe(true);
    expect(server.body).toBe('One!');
    server.draft.type('One!!');
    server.draft.seen({ body: 'One!', version: ++server.version });
    expect(await server.draft.flush()).toBe(true);
    expect([server.body, server.draft.generation]).toEqual(['One!!', 0]);
  });

  it('takes theirs when that is the choice', async () => {
    const server = new Server();
    const { draft } = server;
    server.other('Theirs.');
    draft.type('Mine.');
    await draft.flush();
    await draft.settle('theirs');
    expect([draft.body, draft.unsaved, draft.generation, server.body]).toEqual(['Theirs.', false, 1, 'Theirs.']);
  });

  it('takes up what others have saved while nothing is typed here', () => {
    const server = new Server();
    server.draft.seen({ body: 'New.', version: 2 });
    expect([server.draft.body, server.draft.generation]).toEqual(['New.', 1]);
    server.draft.type('Mine.');
    server.draft.seen({ body: 'Newer.', version: 3 });
    expect(server.draft.body).toBe('Mine.');
    server.draft.close();
  });
});
