import { distance, fitHomography, pitchAt, project, solve } from './homography-rules.ts';
import type { Grid, Point } from '../plate-types.ts';

/** Where a well was seen, and how much that says. */
export interface Sighting extends Point {
  weight: number;
}

/** Pitches from the field at which a sighting speaks half as loud: an odd well must not bend the plate. */
const ODD = 0.06;
const ROUNDS = 3;
/** What keeps bends beyond a tilt small where sightings say little, as at the corners. */
const STIFF = 0.1;

/**
 * The grid with its centres on a smooth field through the sightings: its homography, and what perspective leaves over as a
 * polynomial of the place, of the degree that so many wells can carry (a lens bends by the third). Sightings are in the grid's order.
 */
export const bent = (grid: Grid, sightings: readonly Sighting[]): Grid => {
  const { rows, columns, homography } = grid;
  const places = sightings.map((_, i) => ({ x: i % columns, y: Math.floor(i / columns) }));
  const flat = places.map((p) => project(homography, p.x, p.y));
  const odd = places.map((p) => ODD * pitchAt(homography, p.x, p.y));
  const terms = places.map((p) => termsAt((2 * p.x) / (columns - 1) - 1, (2 * p.y) / (rows - 1) - 1, degreeFor(sightings.length)));
  let centres = flat;
  for (let round = 0; round < ROUNDS; round++) {
    const weights = sightings.map((s, i) => s.weight / (1 + (round ? distance(s, centres[i]) / odd[i] : 0) ** 2));
    const field = fitTerms(terms, weights, sightings, flat);
    if (!field) return grid;
    centres = flat.map((p, i) => ({ x: p.x + dot(terms[i], field.x), y: p.y + dot(terms[i], field.y) }));
  }
  return { ...grid, centres, homography: fitHomography(places, centres) ?? homography };
};

const degreeFor = (wells: number): number => (wells < 24 ? 1 : wells < 48 ? 2 : 3);

/** 1, x, y, xx, xy, yy, .. up to the degree. */
const termsAt = (x: number, y: number, degree: number): Float64Array => {
  const terms = new Float64Array(((degree + 1) * (degree + 2)) / 2).fill(1);
  for (let d = 1, at = 1; d <= degree; d++, at += d) {
    // Each degree's are those of the one before times x, and the last of them times y.
    for (let k = 0; k < d; k++) terms[at + k] = x * terms[at + k - d];
    terms[at + d] = y * terms[at - 1];
  }
  return terms;
};

const dot = (a: Float64Array, b: readonly number[]): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
};

/** Weighted least squares of how far sightings lie from the flat plate, or null where the weights leave too little. */
const fitTerms = (terms: readonly Float64Array[], weights: readonly number[], sightings: readonly Point[], flat: readonly Point[]): { x: number[]; y: number[] } | null => {
  const n = terms[0].length;
  // Each line: the terms' sums, then the right sides across and down.
  const lines = Array.from({ length: n }, () => new Float64Array(n + 2));
  for (let k = 0; k < terms.length; k++) {
    addSighting(lines, terms[k], weights[k], sightings[k].x - flat[k].x, sightings[k].y - flat[k].y);
  }
  const total = weights.reduce((a, b) => a + b, 0);
  for (let i = 3; i < n; i++) lines[i][i] += total * STIFF;
  const [x, y] = [n, n + 1].map((side) => solve(lines.map((line) => [...line.subarray(0, n), line[side]])));
  return x && y && { x, y };
};

const addSighting = (lines: readonly Float64Array[], terms: Float64Array, weight: number, dx: number, dy: number): void => {
  const n = terms.length;
  for (let i = 0; i < n; i++) {
    const w = weight * terms[i];
    const line = lines[i];
    for (let j = 0; j < n; j++) line[j] += w * terms[j];
    line[n] += w * dx;
    line[n + 1] += w * dy;
  }
};
