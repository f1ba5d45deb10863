/** A file on this device. */
export interface LocalFile {
  /** A `blob:` address on H5, a path of the platform's elsewhere. */
  readonly path: string
  readonly name: string
  /** In bytes; 0 if the platform doesn't say. */
  readonly size: number
  /** Its MIME type; empty if it isn't known. */
  readonly type: string
}

/** Why nothing came of choosing or recording: `refused` by the person or the system, `missing` here, or `failed`. */
export type DeviceReason = 'refused' | 'missing' | 'failed'

/** Says why a camera, a microphone or a file can't be had. */
export class DeviceProblem extends Error {
  override name = 'DeviceProblem'

  constructor(readonly why: DeviceReason, message: string = why) {
    super(message)
  }
}

const types: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif', webp: 'image/webp',
  mp4: 'video/mp4', m4v: 'video/mp4', mp3: 'audio/mpeg', aac: 'audio/aac', m4a: 'audio/mp4', pdf: 'application/pdf',
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.replace(/^.*[\\/]/, '')
}

/** The type that a name speaks of; empty if it is none that is known. */
export function typeOfName(name: string): string {
  return types[name.replace(/^.*\./, '').toLowerCase()] ?? ''
}

/** What a platform's `fail` says, as a problem; null where the person thought better of it. */
export function problemOf(error: { errMsg?: string } | undefined): DeviceProblem | null {
  const said = error?.errMsg ?? ''
  if (/auth|permission|denied|deny|privacy/i.test(said)) return new DeviceProblem('refused', said)
  if (/cancel/i.test(said)) return null
  return new DeviceProblem('failed', said)
}

// #ifdef H5
/** The bytes behind the addresses that were made here. */
const blobs = new Map<string, Blob>()

/** Gives bytes an address on this page. */
export function holdBlob(blob: Blob, name = ''): LocalFile {
  const path = URL.createObjectURL(blob)
  blobs.set(path, blob)
  return { path, name, size: blob.size, type: blob.type.replace(/;.*$/, '') }
}

/** The bytes at an address; rejects when it is one no more. */
export async function blobAt(path: string): Promise<Blob> {
  return blobs.get(path) ?? await (await fetch(path)).blob()
}
// #endif

/** Lets go of a file's address: it can't be shown any more. Does nothing to files of the person's. */
export function releaseFile(path: string): void {
  // #ifdef H5
  if (blobs.delete(path)) URL.revokeObjectURL(path)
  // #endif
}
