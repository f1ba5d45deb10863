/** Texts that must be shown and stored as they are: what breaks naive code. */
export const hardTexts: Readonly<Record<string, string>> = {
  'an image that runs script': '<img src=x onerror="document.title=\'hacked\'">',
  'a script': '<script>document.title=\'hacked\'</script>',
  'entities and mustaches': '&lt;b&gt; &amp;nbsp; {{ 1 + 1 }} ${1 + 1} %3Cb%3E',
  'white space': '  two  spaces\n\n\tand a tab\n  at the end  .',
  'right to left': 'שלום עולם, مرحبا بالعالم',
  'bidi controls': 'left \u202eright\u202c and \u2067isolated\u2069',
  'zero width': 'a\u200bb\u200cc\u200dd\ufeffe',
  'emoji sequences': '👨‍👩‍👧‍👦 👍🏽 🇨🇳 1️⃣ ❤️‍🔥',
  'combining marks': 'Z̸̡͓̈a̷l̴g̶o e\u0301',
  'beyond the basic plane': '𠮷野家 𝒳',
  'quotes and backslashes': '"\'`\\ \\n \\u0041',
  'a long word': 'x'.repeat(10_000),
}
