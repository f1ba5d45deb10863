/**
 * How long to wait before the next try, in ms: spread over 5 s for the first one and over 5 to 15 s after that.
 *
 * Even the first try is spread: when a server restarts, all its clients lose their link in the same instant. With these
 * bounds at most 2 % of a crowd come back within any 100 ms. It stays there however often it fails: the network of a
 * phone returns without notice, and one try in 10 s costs nothing.
 *
 * @param failures how many tries have failed since the last time online, 0 for the first try after a break
 * @param random from 0 up to, not including, 1
 */
export function backoffDelay(failures: number, random: number): number {
  return failures === 0 ? random * 5_000 : 5_000 + random * 10_000
}
