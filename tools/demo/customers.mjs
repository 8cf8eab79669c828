// SIMULATED bank customers: nobody here exists. The features are those of a churn model; `shift` from 0 to 1 moves both
// who the customers are (inputs) and why they leave (behaviour).
import { choose, normal, seededRandom } from './random.mjs';

const FEATURES = [
  'age',
  'tenure',
  'balance',
  'products',
  'credit_card',
  'active_member',
  'estimated_salary',
  'geography',
  'gender',
];

const mix = (calm, shifted, shift) => calm + (shifted - calm) * shift;
const clip = (value, low, high) => Math.min(high, Math.max(low, value));

function drawFeatures(random, shift) {
  const geography = choose(random, { France: mix(0.5, 0.35, shift), Germany: mix(0.25, 0.45, shift), Spain: 0.25 });
  const gender = choose(random, { Female: 0.45, Male: 0.55 });
  const age = Math.round(clip(normal(random, mix(40, 34, shift), 10.5), 18, 92));
  const tenure = Math.floor(random() * 11);
  const emptyShare = geography === 'Germany' ? 0.02 : mix(0.45, 0.2, shift);
  const balance =
    random() < emptyShare ? 0 : Math.round(clip(normal(random, mix(119_000, 92_000, shift), 30_000), 500, 260_000));
  const products = Number(choose(random, { 1: 0.5, 2: 0.46, 3: 0.03, 4: 0.01 }));
  return {
    age,
    tenure,
    balance,
    products,
    credit_card: random() < 0.71,
    active_member: random() < mix(0.52, 0.4, shift),
    estimated_salary: Math.round(10_000 + random() * 190_000),
    geography,
    gender,
  };
}

const PRODUCT_EFFECT = { 1: 0, 2: -1.5, 3: 1.9, 4: 3 };

/** Probability of leaving. With the shift a rival's offer draws young customers with money, whatever they did before. */
function churnProbability(customer, shift) {
  const { age, balance, products, active_member: active, geography, gender } = customer;
  const calm =
    -1.25 +
    0.075 * (age - 40) +
    PRODUCT_EFFECT[products] +
    (active ? -0.9 : 0) +
    (geography === 'Germany' ? 0.75 : 0) +
    (gender === 'Female' ? 0.45 : 0) +
    balance / 400_000;
  const offer = (age < 36 ? 1.6 : -0.3) + (balance > 60_000 ? 0.9 : -0.2);
  return 1 / (1 + Math.exp(-(calm + shift * offer)));
}

/** Customers without end, the same for the same seed and shifts. `next(shift)` draws one and what became of them. */
export function customerStream(seed) {
  const random = seededRandom(seed);
  let number = 0;
  return {
    next(shift = 0) {
      const features = drawFeatures(random, shift);
      const churn = random() < churnProbability(features, shift) ? 1 : 0;
      return { subject: `simulated-customer-${seed}-${number++}`, features, churn };
    },
  };
}

export function customersCsv(seed, rows, shift) {
  const stream = customerStream(seed);
  const lines = Array.from({ length: rows }, () => {
    const { features, churn } = stream.next(shift);
    return [...FEATURES.map((name) => features[name]), churn].join(',');
  });
  return `${[...FEATURES, 'churn'].join(',')}\n${lines.join('\n')}\n`;
}
