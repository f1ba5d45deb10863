// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { nextVersion, releasedChangelog } from '../../../scripts/release'

describe('nextVersion', () => {
  it('takes steps', () => {
    expect(nextVersion('0.1.9', 'patch')).toBe('0.1.10')
    expect(nextVersion('0.1.9', 'minor')).toBe('0.2.0')
    expect(nextVersion('0.1.9', 'major')).toBe('1.0.0')
  })

  it('takes a version, also the one that was never released', () => {
    expect(nextVersion('0.1.0', '0.1.0')).toBe('0.1.0')
    expect(nextVersion('0.1.0', 'v1.0.0-beta.1')).toBe('1.0.0-beta.1')
  })

  it.each(['0.0.9', 'big', '', '1.2', '--dry-run'])('refuses %j', wanted => {
    expect(() => nextVersion('0.1.0', wanted)).toThrow(/older than|usage/)
  })
})

describe('releasedChangelog', () => {
  const changelog = (unreleased: string) => `# Changelog\n\nWords.\n\n## Unreleased\n${unreleased}`
  const older = '\n## 0.1.0 - 2026-01-02\n\n- One.\n'

  it('gives what was unreleased to the version', () => {
    expect(releasedChangelog(changelog(`\n### Added\n\n- Two.\n${older}`), '0.2.0', '2026-03-04'))
      .toBe(`# Changelog\n\nWords.\n\n## 0.2.0 - 2026-03-04\n\n### Added\n\n- Two.\n${older}`)
    expect(releasedChangelog(changelog('\n- Two.\n'), '0.2.0', '2026-03-04'))
      .toContain('## 0.2.0 - 2026-03-04\n\n- Two.')
  })

  it.each([changelog(''), changelog(older), `# Changelog\n${older}`])('refuses where nothing is told', empty => {
    expect(() => releasedChangelog(empty, '0.2.0', '2026-03-04')).toThrow('Unreleased')
  })
})
