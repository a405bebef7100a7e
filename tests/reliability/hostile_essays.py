"""Essays that try to break the pages: markup, addresses, characters, nesting, size.

``PIECES`` are blocks on their own; ``mixed_essays`` joins them at random, by a seed; ``LARGE`` are
essays whose size or depth is the attack.
"""

import random
from collections.abc import Iterator

PIECES = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)> <svg onload=alert(1)> <style>*{display:none}</style>",
    '<p style="position:fixed" onclick="alert(1)">x</p>',
    "[a](javascript:alert(1))",
    "[a](JAVASCRIPT&colon;alert(1))",
    "[a](java%0ascript:alert(1))",
    "[a](vbscript:x) [b](file:///etc/passwd)",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "![a](data:image/png;base64,iVBORw0KGgo=)",
    "![a](https://evil.example/a.png)",
    "![a](//evil.example/a.png)",
    "![a](%2Fetc%2Fpasswd)",
    "[a](%2e%2e/%2e%2e/%2e%2e/etc/passwd)",
    "[a](..%5C..%5Csecret.txt)",
    "[a](a%00b.pdf) [b](a%0Ab.pdf)",
    "[a](exploration.toml/../../x)",
    "[a]() [b](#) [c](?) [d](.)",
    "[a](http://[::1) [b](http://[x]:99999/) [c](https:/x)",
    "<javascript:alert(1)> <std::vector> <mailto:a@b.example> <a@b.example>",
    '[a](method.html "\\" onclick=alert(1) x=\\"")',
    '[a]: javascript:alert(1) "x"\n\n[a] [a][a] [a][]',
    "[![a](x.png)](https://example.org)",
    "![<b>](x.png) text",
    "[a](view:layer=block10&node=i0c0&node=i1c0) [b](view:) [c](view:&=&=)",
    "[a](view:layer=%3Cscript%3E) [b](#layer=block10&colour=%22onx=%22)",
    "![a](node:) ![b](channel:layer=block10&channel=99999999999)",
    "![a](channel:layer=block10&channel=٣)",
    "{{ }} {{ . }} {{ .. }} {{ block10. }} {{ __class__ }}",
    "{{ block10.i0c0.__init__ }} {{ title|safe }} {{ 7 * 7 }}",
    "{{ open\n\n}} close {% include 'x' %} {{{{{{ samples }}}}}}",
    "::: explorer x\n\n:::\n\n::: script",
    '::: figures x="<script>" #fig:"onx=\n::::\n::::: tables\n- ::: figures\n  :::',
    "::: figures\n\n::: tables",
    "![<svg onload=alert(1)>](node:layer=block10&node=i0c0){#fig:a\"onx=alert(1)}",
    "![a](node:layer=block10&node=i0c0){#fig:a}\n\n@fig:a @Fig:a [see @fig:a, <b>; @fig:a]",
    "| a |\n| -- |\n| 1 |\n: <script>alert(1)</script> {#tab:</script>}\n\n: x {#tab:b}",
    "| a |\n| -- |\n| 1 |\n: *a* $x$ <b> {#tab:c}\n\n@tab:c",
    '$$ x $$ {#eq:"><script>}\n\n$$ y\n$$ {#eq:}\n\n\\[ z^2 \\] {#eq:z}\n\n$$ {#eq:y}',
    "@fig:<script> [@fig:a\"onx=] @Fig: @eq: @sec:constructor @tab:__proto__ [@fig:x; @y]",
    "## <script> {#sec:constructor}\n\n@sec:constructor\n\n### {#sec:toString}",
    "[a](term:<script>) [b](term:node) [c](term:) [d](term:%22onx=) ![e](term:node)",
    "```\"><script>alert(1)</script>\n<b>\n```\n\n```python\n'</span><script>x\n```",
    "# A title of its own\n\n####### seven\n\n## ",
    "## Explorer\n\n## note-1\n\n## graph title\n\n## <b>&amp;</b> {{ samples }}",
    "[^a] [^b]\n\n[^a]: [^b]\n\n[^b]: [^a]",
    "^[inline ^[nested ^[deeper]]] [^none]\n\n[^unused]: text",
    "[^1]: one\n\n[^1]: two\n\n[^1] [^toString] [^__proto__]",
    "| a | b |\n| :-- | --: |\n| `|` | {{ samples }} |\n| <td style=x> |",
    "$\\href{javascript:alert(1)}{x}$ $\\style{color:red}{x}$ $\\class{x}{y}$",
    "$\\text{<script>alert(1)</script>}$ and $\\text{\" onx=\"}$",
    "$$\n\\def\\a{\\a\\a}\\a\n$$\n\n$$ open",
    "$\\frac{1$ $x_$ $}{$ $\\left($ $\\begin{foo}x\\end{bar}$ $&$ $\\\\$",
    "$\\newcommand{\\x}{y}\\x$ $\\unicode{x41}$ $\\color{\"onx=}{x}$ $\\rule{9em}{expression(1)}$",
    "costs $5 and $10, $HOME/bin:$PATH, \\$x\\$, US$, `$x$`, $$, $$$",
    "nul\x00 esc\x1b[31m bell\x07 c1\x85 del\x7f",
    "form\x0cfeed and vertical\x0btab, tab\there",
    "\ufeff## After a byte order mark\r\n\r\nand\rreturns\r\n",
    "\u202ereversed \u2066isolate \u200bzero width \u2028line\u2029paragraph",
    "&#0; &#x110000; &#xD800; &lt;script&gt; &amp;lt; &nosuch;",
    "```html\n</code></pre><script>alert(1)</script>\n```\n\n~~~\nopen fence",
    "e\u0301 \U0001f9d1\u200d\U0001f52c \ud83d עברית العربية",
    "- a\n\n      code\n\n  > quote\n  > ::: explorer",
    "***bold*** __proto__ ~~del~~ ==mark== H~2~O x^2^ :smile: [ ] [x]",
    "---\ntitle: front matter\n---",
]  # fmt: skip

LARGE = {
    "empty": "",
    "white space": " \t\n\r\n  \n",
    "only a heading": "## Alone",
    "one long line": "word " * 200_000,
    "one long word": "w" * 1_000_000,
    "deep quotes": "> " * 3_000 + "x",
    "deep lists": "".join("  " * k + "- a\n" for k in range(300)),
    "deep brackets": "[" * 5_000 + "a" + "](x)" * 500,
    "deep emphasis": "*a **b " * 5_000,
    "deep formula": "$" + "{" * 2_000 + "x" + "}" * 2_000 + "$",
    "long formula": "$" + "x+" * 20_000 + "x$",
    "many formulas": "$x_1$ " * 2_000,
    "many dollars": "$ " * 20_000 + "$a " * 20_000,
    "many notes": "".join(f"call[^{k}]\n\n" for k in range(2_000))
    + "".join(f"[^{k}]: text {k}\n\n" for k in range(2_000)),
    "many open facts": "{{ a " * 5_000,
    "many back quotes": "`" * 30_000 + "a" + "``" * 5_000,
    "many cells": "|a" * 2_000 + "\n" + "|-" * 2_000 + "\n" + "|b" * 2_000,
    "many control characters": "\x00\n" * 50_000 + "\x01" * 500_000,
    "many open comments": "a <!-- " * 20_000 + "<!-- a\n" * 5_000,
    "many open brackets of LaTeX": "\\( " * 10_000 + "\n\n" + "\\[ x\n" * 3_000,
    "many open links": "[a]( b " * 10_000 + "![a](" * 3_000,
    "many links": "[a](method.html) " * 3_000,
}


def mixed_essays(seed: int, number: int) -> Iterator[str]:
    """Yield essays of up to six pieces each, joined, quoted and indented at random."""
    rng = random.Random(seed)
    for _ in range(number):
        chosen = rng.sample(PIECES, rng.randint(2, 6))
        yield "\n\n".join(_wrapped(rng, piece) for piece in chosen)


def _wrapped(rng: random.Random, piece: str) -> str:
    match rng.randint(0, 4):
        case 0:
            return "\n".join(f"> {line}" for line in piece.split("\n"))
        case 1:
            return "- " + piece.replace("\n", "\n  ")
        case 2:
            return f"*{piece}*"
        case _:
            return piece
