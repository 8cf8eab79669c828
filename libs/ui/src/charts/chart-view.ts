import { createContext } from 'react';

/** Which charts are shown as tables. The application keeps it, so that a link shows the same. */
export interface ChartViews {
  readonly isTable: (chartId: string) => boolean;
  readonly toggle: (chartId: string) => void;
}

export const ChartViewContext = createContext<ChartViews>({ isTable: () => false, toggle: () => undefined });
