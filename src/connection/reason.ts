/** Why the connection is in the state it is in. */

/** Nothing has happened yet. */
export const none = 0
/** The app asked for it. */
export const asked = 1
/** The link is open. */
export const linkOpened = 2
/** The server let us in. */
export const welcomed = 3
/** It is time for the next try. */
export const timeToRetry = 4
/** The app came to the front, or the network came back. */
export const woken = 5
/** The app went to the background. */
export const asleep = 6
/** Nobody is signed in: `getToken` gave nothing. */
export const nobody = 7
/** The link ended: by the server, by the network or by the platform. */
export const linkEnded = 10
/** No link came in time: something on the way swallows it. */
export const connectTimeout = 11
/** No welcome came in time. */
export const welcomeTimeout = 12
/** Nothing came, not even the answer to a ping. */
export const silence = 13
/** `getToken` failed. */
export const noToken = 14
/** The server asked to come back later. */
export const serverBusy = 15
/** A better transport works again. */
export const climbing = 16
/** The server refused the token; a new one is tried once. */
export const tokenRefused = 17
/** The server refused the token or the version. */
export const serverRefused = 20
