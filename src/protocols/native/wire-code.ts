/** Error codes of `error` frames. As they lie in 4000 to 4999 they serve as WebSocket close codes too. */

/** The frame is not JSON, or not one of this protocol's frames. */
export const badFrame = 4000
/** The token is missing, expired or wrong. Final until there is another token. */
export const unauthorized = 4001
/** The person may not do this. */
export const forbidden = 4003
/** No such conversation or person, or none that this person may know of. */
export const notFound = 4004
/** `hello` did not come in time. */
export const helloTimeout = 4008
/** The frame is longer than `limits.frameBytes`. */
export const tooLarge = 4013
/** The content breaks a limit, for example `limits.textLength`. */
export const badContent = 4022
/** The server does not speak the version that was asked for. Final. */
export const badVersion = 4026
/** Too much at once; try again after `retryAfter`. */
export const tooMany = 4029
/** The server failed; the same command may succeed later. */
export const serverError = 4500
/** The server is going away; connect again after `retryAfter`. */
export const goingAway = 4503
