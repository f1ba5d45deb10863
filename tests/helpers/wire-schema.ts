import { isDeepStrictEqual } from 'node:util'
import * as v from 'valibot'
import { clientFrame, serverFrame, wireEvent } from '../../server/schema'

/** What is wrong with a value, or null if the schema takes it as it is, with no field more than it knows. */
function problem(schema: v.GenericSchema, value: unknown): string | null {
  const result = v.safeParse(schema, value)
  if (!result.success) return result.issues.map(issue => `${v.getDotPath(issue) ?? ''} ${issue.message}`).join('; ')
  return isDeepStrictEqual(result.output, value) ? null : 'there are fields that the schema does not know'
}

/** What is wrong with a frame of a client, or null. */
export const clientFrameProblem = (value: unknown): string | null => problem(clientFrame, value)
/** What is wrong with a frame of the server, or null. */
export const serverFrameProblem = (value: unknown): string | null => problem(serverFrame, value)
/** What is wrong with an entry of a log, or null. */
export const wireEventProblem = (value: unknown): string | null => problem(wireEvent, value)

/** The types of all frames of a direction, and of the entries of a log, by their schemas. */
export const frameTypes = {
  client: [...new Set(clientFrame.options.map(option => option.entries.type.literal))],
  server: [...new Set(serverFrame.options.map(option => option.entries.type.literal))],
  event: wireEvent.options.map(option => option.entries.type.literal),
} as const
