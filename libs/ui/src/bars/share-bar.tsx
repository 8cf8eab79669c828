import { formatPercent } from '../format/format-number';

export interface Share {
  readonly name: string;
  readonly percent: number;
  readonly candidate: boolean;
}

/** Who answers how much now; the candidate is striped, not only coloured. */
export function ShareBar({ shares, wide = false }: { shares: readonly Share[]; wide?: boolean }) {
  const sentence = shares.map(({ name, percent }) => `${name} ${formatPercent(percent)}`).join(', ');
  return (
    <span className={wide ? 'pl-share pl-share-wide' : 'pl-share'}>
      <span className="pl-share-track" role="img" aria-label={`Serving: ${sentence}`}>
        {shares.map(({ name, percent, candidate }) => (
          <span
            key={name}
            className={candidate ? 'pl-share-part pl-share-candidate' : 'pl-share-part'}
            style={{ width: `${percent}%` }}
          />
        ))}
      </span>
      <span className="pl-share-text">
        {shares.map(({ name, percent, candidate }) => (
          <span key={name}>
            <strong>{name}</strong> {formatPercent(percent)}
            {candidate ? ' candidate' : ''}
          </span>
        ))}
      </span>
    </span>
  );
}
