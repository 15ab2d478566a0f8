import type { Calls } from '../../platform/calls.ts';
import type { Actor, Call, EnteredOrganisation } from '../../platform/contract/call.ts';
import { collections } from '../collections.ts';
import { ismsOf, type Isms } from '../isms.ts';
import { keyOf, type Digest, type Waiting } from './due.ts';
import { messageOf } from './message.ts';
import type { Reminder } from './model.ts';

export interface MailMessage {
  to: string;
  subject: string;
  text: string;
  /** The same for every attempt, so that a server that got it twice can tell. */
  messageId?: string;
}
/** Hands a message to the mail server and answers what it said. Errors: what the server or the line said. */
export type Mail = (message: MailMessage) => Promise<string>;

export interface PostSettings {
  calls: Pick<Calls, 'run'>;
  /** Null: no mail server is set; nothing is written down and nothing sent. */
  mail: Mail | null;
  publicUrl(): string;
  /** Everything that waits for anybody on a day: what was done in the meantime is not reminded of. */
  waiting(isms: Isms, day: string): readonly Waiting[];
}

/** Who acts when the clock does. */
export const systemActor: Actor = { id: 'system', name: 'Annexa', email: '', role: 'owner', person: null, door: 'system' };

/** After this time a process that was sending is taken for dead, and its messages for not sent. */
const abandonedAfter = 15 * 60_000;
const batchSize = 20;

/**
 * Messages are written down first, in the transaction that decided on them, and handed over afterwards: what could not
 * be sent is sent at the next run, and what was sent is not sent again, whichever process does it.
 */
export class Post {
  readonly #settings: PostSettings;
  #stopping = false;

  constructor(settings: PostSettings) {
    this.#settings = settings;
  }

  /** Whether there is a mail server. */
  get ready(): boolean {
    return this.#settings.mail !== null;
  }

  /**
   * Writes down what to send and sends it after the commit. Those without an address or who have left are left out.
   * Somebody for whom a message waits already gets one message with both.
   */
  async queue(call: Call, digests: readonly Digest[], askedBy: string): Promise<Reminder[]> {
    if (!this.ready) return [];
    const isms = ismsOf(await call.snapshot());
    const people = new Map(isms.people.map((person) => [person.id, person]));
    const kept = new Map(isms.reminders.filter(({ state }) => state === 'waiting').map((each) => [each.person, each]));
    const reachable = digests.filter(({ person }) => isReachable(people.get(person), call.today));
    const fresh = reachable.filter(({ person }) => !kept.has(person));
    const made = await call.write.createMany(
      collections.reminders,
      fresh.map(({ person, items }) => ({ person, items, email: people.get(person)!.email, on: call.today, state: 'waiting' as const, askedBy })),
    );
    const joined = await call.write.changeMany(
      collections.reminders,
      reachable
        .filter(({ person }) => kept.has(person))
        .map(({ person, items }) => {
          const { id, items: before } = kept.get(person)!;
          const known = new Set(items.map((item) => keyOf({ person, ...item })));
          return { id, on: call.today, items: [...before.filter((item) => !known.has(keyOf({ person, ...item }))), ...items] };
        }),
    );
    call.afterCommit(() => this.deliver(call.organisation));
    return [...made, ...joined];
  }

  /** Hands over what waits, until nothing waits or the mail server does not answer; then it waits for the next run. */
  async deliver(organisation: EnteredOrganisation): Promise<void> {
    const { mail, publicUrl } = this.#settings;
    if (!mail) return;
    for (;;) {
      const { sending, more } = await this.#claim(organisation);
      for (const [index, { reminder, name, day, organisationName }] of sending.entries()) {
        const rest = sending.slice(index).map((each) => each.reminder);
        if (this.#stopping) return this.#giveBack(organisation, rest, null);
        try {
          const answer = await mail({
            to: reminder.email,
            ...messageOf({ name }, organisationName, reminder.items, `${publicUrl()}/o/${organisation.slug}`, day),
            messageId: `<${reminder.id}.${organisation.id}@annexa>`,
          });
          await this.#note(organisation, (call) =>
            call.write.change(collections.reminders, reminder.id, {
              state: 'sent',
              sentAt: call.now(),
              sendingSince: null,
              answer: answer.slice(0, 1000),
            }),
          );
        } catch (error) {
          if (!isRefusedAddress(error)) return this.#giveBack(organisation, rest, error);
          await this.#note(organisation, (call) =>
            call.write.change(collections.reminders, reminder.id, { state: 'refused', sendingSince: null, answer: saidBy(error) }),
          );
        }
      }
      if (!more || this.#stopping) return;
    }
  }

  /** Ends after the message that is on its way; the others wait for the next run. */
  stop(): void {
    this.#stopping = true;
  }

  /** Takes the next messages, so that no other process sends them; what is not open any more is dropped from them. */
  async #claim(organisation: EnteredOrganisation) {
    return this.#note(organisation, async (call) => {
      const isms = ismsOf(await call.snapshot());
      const abandoned = new Date(Date.parse(call.now()) - abandonedAfter).toISOString();
      const due = isms.reminders
        .filter(({ state, sendingSince }) => state === 'waiting' || (state === 'sending' && sendingSince! < abandoned))
        .slice(0, batchSize);
      const people = new Map(isms.people.map((person) => [person.id, person]));
      const open = new Set(this.#settings.waiting(isms, call.today).map(keyOf));
      const claimed = await call.write.changeMany(
        collections.reminders,
        due.map((reminder) => {
          const person = people.get(reminder.person);
          const items = reminder.items.filter((item) => open.has(keyOf({ person: reminder.person, ...item })));
          if (!isReachable(person, call.today) || items.length === 0) return { id: reminder.id, state: 'dropped' as const, sendingSince: null };
          return {
            id: reminder.id,
            state: 'sending' as const,
            sendingSince: call.now(),
            attempts: reminder.attempts + 1,
            email: person.email,
            on: call.today,
            items,
          };
        }),
      );
      const sending = claimed
        .filter(({ state }) => state === 'sending')
        .map((reminder) => ({ reminder, name: people.get(reminder.person)!.name, day: call.today, organisationName: isms.organisation.name }));
      return { sending, more: due.length === batchSize };
    });
  }

  async #giveBack(organisation: EnteredOrganisation, reminders: Reminder[], error: unknown): Promise<void> {
    await this.#note(organisation, (call) =>
      call.write.changeMany(
        collections.reminders,
        reminders.map(({ id }, index) => ({
          id,
          state: 'waiting' as const,
          sendingSince: null,
          ...(index === 0 && error !== null && { answer: saidBy(error) }),
        })),
      ),
    );
  }

  #note<T>(organisation: EnteredOrganisation, work: (call: Call) => Promise<T>): Promise<T> {
    return this.#settings.calls.run({ organisation, actor: systemActor, head: 0 }, { writes: true }, work);
  }
}

const isReachable = (person: Isms['people'][number] | undefined, day: string): person is Isms['people'][number] =>
  person !== undefined && person.email !== '' && (person.endsOn === null || person.endsOn >= day);

/** The server took the line and refused this one address for good; anything else is worth another try. */
const isRefusedAddress = (error: unknown): boolean =>
  error instanceof Error && (error as { code?: string }).code === 'EENVELOPE' && ((error as { responseCode?: number }).responseCode ?? 0) >= 500;
const saidBy = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 1000);
