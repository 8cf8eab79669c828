/** What both plots share. */
export const AXIS_TEXT = { fontSize: 12, fill: 'var(--pl-muted)' };

export const TOOLTIP_BOX = {
  background: 'var(--pl-surface)',
  border: '1px solid var(--pl-line)',
  borderRadius: 6,
  fontSize: 13,
  color: 'var(--pl-ink)',
};
