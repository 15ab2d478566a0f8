import { dayInWords } from '../isms/days.ts';
import { html, type Html } from './html.ts';

/** Small things that pages say in the same way. */
export const plural = (count: number, one: string, many = `${one}s`) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
export const dayOf = (value: unknown) => (typeof value === 'string' && value !== '' ? dayInWords(value) : '');
export const size = (bytes: number) =>
  bytes >= 1024 ** 2 ? `${(bytes / 1024 ** 2).toFixed(1)} MB` : bytes >= 1024 ? `${Math.round(bytes / 1024)} kB` : `${bytes} bytes`;
/** In groups of four, so that two people can compare it. */
export const fingerprint = (hex: string) => hex.replaceAll(/(.{4})(?=.)/g, '$1 ');

export const facts = (list: readonly (readonly [string, Parameters<typeof html>[1]])[]): Html =>
  html`<dl>
    ${list
      .filter(([, value]) => value !== '')
      .map(
        ([title, value]) =>
          html`<div>
            <dt>${title}</dt>
            <dd>${value}</dd>
          </div> `,
      )}
  </dl>`;
