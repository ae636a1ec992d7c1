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
  const terms = places.map((p) => termsAt((2 * p.x) / (columns - 1) - 1, (2 * p.y) / (rows - 1) - 1, degreeFor(sightings.length)));
  let centres = flat;
  for (let round = 0; round < ROUNDS; round++) {
    const weights = sightings.map((s, i) => s.weight / (1 + (round ? distance(s, centres[i]) / (ODD * pitchAt(homography, places[i].x, places[i].y)) : 0) ** 2));
    const [dx, dy] = [fitTerms(terms, weights, sightings.map((s, i) => s.x - flat[i].x)), fitTerms(terms, weights, sightings.map((s, i) => s.y - flat[i].y))];
    if (!dx || !dy) return grid;
    centres = flat.map((p, i) => ({ x: p.x + dot(terms[i], dx), y: p.y + dot(terms[i], dy) }));
  }
  return { ...grid, centres, homography: fitHomography(places, centres) ?? homography };
};

const degreeFor = (wells: number): number => (wells < 24 ? 1 : wells < 48 ? 2 : 3);

/** 1, x, y, xx, xy, yy, .. up to the degree. */
const termsAt = (x: number, y: number, degree: number): number[] =>
  Array.from({ length: degree + 1 }, (_, d) => Array.from({ length: d + 1 }, (_, k) => x ** (d - k) * y ** k)).flat();

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, v, i) => sum + v * b[i], 0);

/** Weighted least squares, or null where the weights leave too little. */
const fitTerms = (terms: readonly number[][], weights: readonly number[], values: readonly number[]): number[] | null => {
  const n = terms[0].length;
  const lines = Array.from({ length: n }, () => new Array<number>(n + 1).fill(0));
  terms.forEach((t, k) => {
    for (let i = 0; i < n; i++) {
      const w = weights[k] * t[i];
      for (let j = 0; j < n; j++) lines[i][j] += w * t[j];
      lines[i][n] += w * values[k];
    }
  });
  const total = weights.reduce((a, b) => a + b, 0);
  for (let i = 3; i < n; i++) lines[i][i] += total * STIFF;
  return solve(lines);
};
