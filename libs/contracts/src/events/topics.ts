export const TOPICS = {
  predictions: 'plumbline.predictions',
  predictionsDeadLetter: 'plumbline.predictions.dlq',
  outcomes: 'plumbline.outcomes',
  outcomesDeadLetter: 'plumbline.outcomes.dlq',
  domainEvents: 'plumbline.events',
} as const;
export type Topic = (typeof TOPICS)[keyof typeof TOPICS];
