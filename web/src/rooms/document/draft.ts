import { merge, type Merged } from './merge.ts';

/** What the server has: the text, and which state of the record it belongs to. */
export interface Stored {
  body: string;
  version: number;
}
export type DraftState =
  | { kind: 'saved' }
  | { kind: 'saving' }
  /** Not there yet: what keeps it from being saved, and what to do. Tried again by itself when `again`. */
  | { kind: 'refused'; message: string; remedy: string; again: boolean }
  /** Somebody else has saved since; nothing is overwritten until one has chosen. */
  | { kind: 'conflict'; theirs: Stored; by: string; merged: Merged };

/** How a save ended other than well. */
export type Refusal = { kind: 'conflict'; current: Stored & { by: string } } | { kind: 'refused'; message: string; remedy: string; again: boolean };

export interface DraftSettings {
  save(body: string, version: number): Promise<Stored>;
  /** Reads what a save threw. */
  refusal(error: unknown): Refusal;
  /** How long after the last key it is saved, and when it is tried again, in milliseconds. */
  wait?: number;
  again?: number;
}

/** A text that saves itself. What is typed stays here until the server has it; what others have saved is never overwritten. */
export class Draft {
  private state: DraftState = { kind: 'saved' };
  private readonly listeners = new Set<() => void>();
  private readonly settings: DraftSettings;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private running: Promise<void> | null = null;
  private base: Stored;
  /** The text as it stands before the writer's eyes. */
  body: string;
  /** Counts the texts that came from elsewhere: the editor takes a new one up. */
  generation = 0;

  constructor(stored: Stored, settings: DraftSettings) {
    this.base = stored;
    this.body = stored.body;
    this.settings = settings;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  snapshot = (): DraftState => this.state;
  /** Whether something is here that the server has not. */
  get unsaved(): boolean {
    return this.body !== this.base.body;
  }
  get version(): number {
    return this.base.version;
  }

  type(body: string): void {
    if (body === this.body) return;
    this.body = body;
    if (this.state.kind === 'conflict') {
      this.become({ ...this.state, merged: merge(this.base.body, body, this.state.theirs.body) });
      return;
    }
    if (!this.unsaved && !this.running) {
      this.cancel();
      return this.become({ kind: 'saved' });
    }
    if (this.state.kind === 'saved') this.become({ kind: 'saving' });
    this.later(this.settings.wait ?? 800);
  }

  /** Saves now what is not saved yet; whether the server has everything afterwards. */
  async flush(): Promise<boolean> {
    this.cancel();
    while (this.running) await this.running;
    if (this.state.kind === 'conflict') return false;
    // Twice, when another part of the record has changed meanwhile.
    for (let tries = 0; this.unsaved && this.snapshot().kind !== 'conflict' && tries < 2; tries++) {
      this.cancel();
      this.running = this.send().finally(() => (this.running = null));
      await this.running;
      if (this.snapshot().kind === 'refused') break;
    }
    return !this.unsaved && this.snapshot().kind === 'saved';
  }

  /** The record as it was read again: taken up when nothing was typed meanwhile; otherwise the next save finds out. */
  seen({ body, version }: Stored): void {
    if (version <= this.base.version || this.running || this.state.kind === 'conflict') return;
    // Something else of the record has changed, a note or an excuse.
    if (body === this.base.body) this.base = { body, version };
    else if (!this.unsaved) this.take({ body, version });
  }

  /** Ends a conflict: mine on top of theirs, or theirs alone. */
  async settle(choice: 'mine' | 'theirs'): Promise<void> {
    if (this.state.kind !== 'conflict') return;
    const { theirs, merged } = this.state;
    this.take(theirs);
    if (choice === 'theirs') return;
    this.body = merged.text;
    this.become({ kind: 'saving' });
    await this.flush();
  }

  /** Nothing is sent after this. */
  close(): void {
    this.cancel();
  }

  private take(stored: Stored): void {
    const differs = stored.body !== this.body;
    this.base = stored;
    this.body = stored.body;
    this.generation++;
    this.become({ kind: 'saved' });
    if (differs) this.tell();
  }

  private later(milliseconds: number): void {
    this.cancel();
    this.timer = setTimeout(() => void this.flush(), milliseconds);
  }

  private cancel(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private async send(): Promise<void> {
    const sent = this.body;
    this.become({ kind: 'saving' });
    try {
      this.base = { ...(await this.settings.save(sent, this.base.version)), body: sent };
      if (this.body === sent) this.become({ kind: 'saved' });
      else this.later(this.settings.wait ?? 800);
    } catch (error) {
      const refusal = this.settings.refusal(error);
      if (refusal.kind === 'conflict') {
        const { by, ...theirs } = refusal.current;
        if (theirs.body === this.base.body) {
          this.base = theirs;
          return this.later(0);
        }
        // Two who made the same of it do not disagree.
        if (theirs.body === this.body) return this.take(theirs);
        this.become({ kind: 'conflict', theirs, by, merged: merge(this.base.body, this.body, theirs.body) });
      } else {
        this.become(refusal);
        if (refusal.again) this.later(this.settings.again ?? 5000);
      }
    }
  }

  private become(state: DraftState): void {
    this.state = state;
    this.tell();
  }
  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
