import { Explain } from '../../shared/explain';

/** The null law in plain words. */
export function WhyNoThreshold({ alpha }: { alpha: number }) {
  return (
    <Explain question="Why is there no fixed threshold such as PSI > 0.2?">
      <p>
        Two samples of the same source never look quite alike. With 100 rows the PSI between them is above 0.1 in 42 of
        100 cases, though nothing has changed; with a million rows a difference that matters to nobody is beyond any
        doubt. So each check asks two questions, and a feature drifts only when both are answered with yes.
      </p>
      <p>
        Is it more than chance? The p-value says how often samples of these very sizes differ so much when nothing has
        changed: by the chi-square law where every bin holds enough rows, else by shuffling the rows between reference
        and now thousands of times. Many features are many chances to be unlucky: the adjusted p-value (Benjamini and
        Hochberg) corrects for that, so that with no drift anywhere at most {alpha * 100} % of whole checks alarm.
      </p>
      <p>
        Does it matter? The effect is the measure less what chance alone would show, and must reach the minimum of the
        policy. Too few rows give neither answer, but &quot;not enough evidence&quot;.
      </p>
      <p>Drift of the inputs is no loss of quality by itself: look at the performance tab, too.</p>
    </Explain>
  );
}
