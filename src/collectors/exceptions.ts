import type { Isms } from '../isms/isms.ts';

/** The exception that covers a resource of a check on a day; an empty resource asks for one over the whole check. */
export function exceptionFor(isms: Isms, check: string, connection: string, resource: string, day: string) {
  return (
    isms.checkExceptions.find(
      (each) =>
        each.check === check &&
        (each.connection === null || each.connection === connection) &&
        (each.resource === '' || each.resource === resource) &&
        (each.expiresOn === null || each.expiresOn >= day),
    ) ?? null
  );
}
