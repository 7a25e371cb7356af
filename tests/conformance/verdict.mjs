#!/usr/bin/env node
// What Prisma's engine says of schemas. One JSON a line comes in on stdin, a list of [file, text];
// one goes out for each: {"errors": [[file, line, message], ...], "warnings": [...]}, or
// {"panic": message} where the engine fell over.
import { createRequire } from 'node:module'
import readline from 'node:readline'

const require = createRequire(import.meta.url)
const ENGINE = '@prisma/prisma-schema-wasm'

// Engine 8 wants these in a config file; older schemas carry them inline, and migtools takes both.
const INLINE_URL = /^[ \t]*(url|directUrl|shadowDatabaseUrl)[ \t]*=.*$/gm
const blank = (text) => text.replace(INLINE_URL, (line) => ' '.repeat(line.length))

// A panic leaves the engine unusable: the next question gets a new one.
function load() {
  delete require.cache[require.resolve(ENGINE)]
  return require(ENGINE)
}

let engine = load()
for await (const question of readline.createInterface({ input: process.stdin })) {
  const files = JSON.parse(question).map(([name, text]) => [name, blank(text)])
  const answer = { errors: [], warnings: [] }
  try {
    for (const found of JSON.parse(engine.lint(JSON.stringify(files)))) {
      const text = files.find(([name]) => name === found.file_name)?.[1] ?? ''
      const line = text.slice(0, found.start).split('\n').length
      answer[found.is_warning ? 'warnings' : 'errors'].push([found.file_name, line, found.text])
    }
  } catch (failure) {
    answer.panic = String(failure)
    engine = load()
  }
  process.stdout.write(JSON.stringify(answer) + '\n')
}
