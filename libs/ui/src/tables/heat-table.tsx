export interface HeatCell {
  readonly text: string;
  /** Shown before the text, so that the state does not hang on the colour. */
  readonly mark: string;
  readonly tone: 'watch' | 'muted';
  /** 0..1: how strong the colour is. */
  readonly strength: number;
  /** Whole sentence. */
  readonly title: string;
}

export interface HeatTableProps {
  caption: string;
  rowHeader: string;
  columns: readonly { key: string; label: string; title: string }[];
  rows: readonly { key: string; label: string; cells: readonly (HeatCell | null)[] }[];
  selected: string | undefined;
  onSelect: (key: string) => void;
}

function Cell({ cell }: { cell: HeatCell | null }) {
  if (!cell) return <td className="pl-heat-none">–</td>;
  const background = `color-mix(in srgb, var(--pl-heat-${cell.tone}) ${Math.round(4 + 50 * cell.strength)}%, transparent)`;
  return (
    <td title={cell.title} style={{ background }}>
      <span aria-hidden>{cell.mark}</span>
      {cell.text}
      <span className="pl-hidden">{cell.title}</span>
    </td>
  );
}

/** A heat map that is a real table: readable without colours, by a screen reader and on paper. */
export function HeatTable({ caption, rowHeader, columns, rows, selected, onSelect }: HeatTableProps) {
  return (
    <div className="pl-scroll" tabIndex={0} role="region" aria-label={caption}>
      <table className="pl-table pl-heat">
        <caption className="pl-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{rowHeader}</th>
            {columns.map(({ key, label, title }) => (
              <th key={key} scope="col" className="pl-num" title={title}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, label, cells }) => (
            <tr key={key} className={key === selected ? 'pl-selected' : undefined}>
              <th scope="row">
                <button type="button" aria-pressed={key === selected} onClick={() => onSelect(key)}>
                  {label}
                </button>
              </th>
              {cells.map((cell, i) => (
                <Cell key={columns[i]?.key ?? i} cell={cell} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
