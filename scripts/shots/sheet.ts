import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Shot } from './camera'

/** Writes a page with all pictures, the four looks of a scene beside each other. */
export function writeSheet(folder: string, shots: readonly Shot[]): void {
  const scenes = [...new Set(shots.map(({ scene }) => scene))]
  const rows = scenes.map((scene) => {
    const looks = shots.filter(shot => shot.scene === scene).map(({ file, language, theme, violations, small }) => `
      <figure class="${violations.length ? 'bad' : ''}">
        <a href="${file}"><img src="${file}" loading="lazy" alt="${scene}, ${language}, ${theme}"></a>
        <figcaption>${language}, ${theme}
          ${violations.map(({ rule, places }) => `<b>${rule} (${places.length})</b>`).join(' ')}
          ${small.length ? `<i>${small.length} small</i>` : ''}</figcaption>
      </figure>`)
    return `<section><h2>${scene}</h2>${looks.join('')}</section>`
  })
  writeFileSync(join(folder, 'index.html'), `<!DOCTYPE html>
<meta charset="utf-8">
<title>${shots.length} pictures</title>
<style>
  body { margin: 16px; font: 14px sans-serif; background: #888; color: #fff; }
  section { margin-bottom: 24px; }
  figure { display: inline-block; margin: 0 12px 12px 0; vertical-align: top; }
  .bad img { outline: 3px solid red; }
  img { display: block; max-width: 600px; height: 500px; }
  b { color: #fcc; }
</style>
${rows.join('\n')}
`)
}
