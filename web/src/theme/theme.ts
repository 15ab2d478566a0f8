import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const teal: MantineColorsTuple = ['#eef7f7', '#d8ebec', '#aed6d8', '#80c0c3', '#57aab0', '#32939a', '#177a82', '#0b5c63', '#084a50', '#05373c'];

/** The paper of the night, in steps from ink to black. */
const dark: MantineColorsTuple = ['#e4ebec', '#c3cfd1', '#9db0b4', '#74878c', '#3b4a4e', '#2c383c', '#1e282b', '#14191b', '#0f1315', '#0a0d0e'];

/** Ink on paper: one accent, hairlines, an 8-pixel grid, dense tables. */
export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 6 },
  colors: { teal, dark },
  autoContrast: true,
  fontFamily: "'IBM Plex Sans', system-ui, sans-serif",
  fontFamilyMonospace: "'IBM Plex Mono', monospace",
  headings: {
    fontFamily: "'IBM Plex Sans', system-ui, sans-serif",
    fontWeight: '600',
    sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.125rem' }, h3: { fontSize: '1rem' } },
  },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  // A link in a sentence is seen without its colour.
  components: { Anchor: { defaultProps: { underline: 'always' } }, CloseButton: { defaultProps: { 'aria-label': 'Close' } } },
});

/** The library's greys, brought to a contrast that everybody can read; the colours themselves stand in base.css. */
export const variables: CSSVariablesResolver = () => {
  const readable = { '--mantine-color-dimmed': 'var(--quiet)', '--mantine-color-placeholder': 'var(--quiet)' };
  return { variables: {}, light: readable, dark: { ...readable, '--mantine-color-anchor': 'var(--mantine-color-teal-3)' } };
};
