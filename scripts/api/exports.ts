/** What a project imports from `uni-chat-kit`. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor'
import ts from 'typescript'

const root = resolve(__dirname, '../..')

/** Writes the declarations of `index.ts` into a folder, as API Extractor reads nothing else. */
function declare(folder: string): void {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), file => ts.sys.readFile(file))
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const program = ts.createProgram([join(root, 'index.ts'), join(root, 'global.d.ts')], {
    ...options, noEmit: false, declaration: true, emitDeclarationOnly: true, outDir: folder, rootDir: root,
  })
  const { diagnostics } = program.emit()
  if (diagnostics.length > 0) {
    throw new Error(ts.formatDiagnostics(diagnostics, {
      getCanonicalFileName: file => file, getCurrentDirectory: () => root, getNewLine: () => '\n',
    }))
  }
}

/**
 * The report of what `index.ts` exports, with all types that are named there. What it makes on the way lies in
 * `folder`, which has to be in the project, as types of other packages are found from there.
 */
export function reportExports(folder: string): string {
  declare(folder)
  const entry = join(folder, 'index.d.ts')
  const silent = { default: { logLevel: ExtractorLogLevel.None, addToApiReportFile: false } }
  const extractorConfig = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, 'package.json'),
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: entry,
      compiler: { overrideTsconfig: {
        extends: join(root, 'tsconfig.json'), include: [], files: [entry, join(root, 'global.d.ts')],
      } },
      apiReport: {
        enabled: true, reportFileName: 'uni-chat-kit', includeForgottenExports: true,
        reportFolder: folder, reportTempFolder: join(folder, 'new'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: { compilerMessageReporting: silent, extractorMessageReporting: silent, tsdocMessageReporting: silent },
    },
  })
  Extractor.invoke(extractorConfig, { localBuild: true, messageCallback: message => { message.handled = true } })
  return readFileSync(join(folder, 'uni-chat-kit.api.md'), 'utf8')
}
