import type { ReactNode } from 'react';

export function Explain({ question, children }: { question: string; children: ReactNode }) {
  return (
    <details className="app-explain">
      <summary>{question}</summary>
      {children}
    </details>
  );
}
