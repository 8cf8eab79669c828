import { createTheme, type MantineColorsTuple } from '@mantine/core';

const PLUMB: MantineColorsTuple = [
  '#e8f3fb',
  '#d3e5f3',
  '#a6cae6',
  '#75add9',
  '#4d95ce',
  '#3386c8',
  '#2280c6',
  '#0f6cab',
  '#00588f',
  '#004a7a',
];

/** Blue-grey, as the surfaces of ui.css. */
const DARK: MantineColorsTuple = [
  '#e6ebf0',
  '#c3ccd5',
  '#a0adba',
  '#7d8b99',
  '#3a4652',
  '#2e3945',
  '#222c36',
  '#182028',
  '#131a21',
  '#10161c',
];

export const THEME = createTheme({
  primaryColor: 'plumb',
  primaryShade: { light: 8, dark: 7 },
  colors: { plumb: PLUMB, dark: DARK },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontSizes: { xs: '12px', sm: '13.5px', md: '14.5px', lg: '16px', xl: '18px' },
  defaultRadius: 'sm',
  respectReducedMotion: true,
  cursorType: 'pointer',
});
