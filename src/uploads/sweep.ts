import type { FileShelf } from '../platform/shelf'

/**
 * Drops kept files that nothing speaks of any more: the app ended before they were dropped, or their person has left.
 * @param has whether there is a record under this key, which those of its files begin with
 */
export async function sweep(shelf: FileShelf, has: (key: string) => boolean): Promise<void> {
  try {
    for (const key of await shelf.keys()) {
      if (!has(key.replace(/\/[^/]*$/, ''))) await shelf.drop(key)
    }
  } catch {
    // There is no such place here, or it fails: the next start tries again.
  }
}
