import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly key: string;
  readonly header: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand to the right, under each other. */
  readonly numeric?: boolean;
  readonly width?: string;
}

export interface DataTableProps<Row> {
  /** Says what the rows are; read out, not shown. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  rowClass?: (row: Row) => string | undefined;
  /** Text in place of the rows when a filter leaves none. */
  none?: ReactNode;
}

export function DataTable<Row>({ caption, columns, rows, rowKey, rowClass, none }: DataTableProps<Row>) {
  return (
    <div className="pl-scroll" tabIndex={0} role="region" aria-label={caption}>
      <table className="pl-table pl-data">
        <caption className="pl-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ key, header, numeric, width }) => (
              <th
                key={key}
                scope="col"
                className={numeric ? 'pl-num' : undefined}
                style={width ? { width } : undefined}
              >
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className={rowClass?.(row)}>
              {columns.map(({ key, header, cell, numeric }) => (
                <td
                  key={key}
                  className={numeric ? 'pl-num' : undefined}
                  data-label={typeof header === 'string' ? header : undefined}
                >
                  <div className="pl-cell">{cell(row)}</div>
                </td>
              ))}
            </tr>
          ))}
          {rows.length === 0 && (
            <tr>
              <td colSpan={columns.length} className="pl-none">
                {none ?? 'Nothing here.'}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}
