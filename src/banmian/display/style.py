"""The look of all views, and text made safe for HTML.

Every rule stands under the class ``bm``, so that a view changes nothing else on the page that
shows it, and two views bring the same rules. There is no script, no address and no font to
fetch. JupyterLab takes the style and the values of facts out of a notebook that is not trusted;
text, roles, rules and the folding of stories are left, in elements (``small``, ``b``, ``ul``) that
tell them apart without a style.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Final

# The hues of the figures, taken darker or lighter until every text has a contrast of at least
# 4.5 to 1 on its ground (WCAG 2.2, 1.4.3); the tests compute it.
LIGHT: Final[Mapping[str, str]] = {
    "paper": "#FBF9F4",
    "shade": "#F1ECE0",
    "hair": "#D9D4C8",
    "ink": "#17171A",
    "soft": "#5C5B59",
    "head": "#A93220",
    "name": "#253F73",
    "side": "#7A5608",
    "hit": "#F6E0AC",
}
DARK: Final[Mapping[str, str]] = {
    "paper": "#1B1B1D",
    "shade": "#262628",
    "hair": "#45443F",
    "ink": "#E9E5DC",
    "soft": "#ABA79E",
    "head": "#F29B87",
    "name": "#A9BFF0",
    "side": "#DDB566",
    "hit": "#5A4512",
}

_RULES: Final = """
.bm{color:var(--bm-ink);background:var(--bm-paper);border:1px solid var(--bm-hair);
 border-radius:3px;font:14px/1.65 "Noto Sans CJK SC","Source Han Sans SC","Noto Sans SC",
 "PingFang SC","Hiragino Sans GB","Microsoft YaHei",Banmian,system-ui,sans-serif;margin:.5em 0;
 text-align:left;container-type:inline-size}
.bm *{box-sizing:border-box}
.bm .bm-top{padding:.55em 1em;border-bottom:1px solid var(--bm-hair);margin:0}
.bm .bm-top b{margin-right:.8em;overflow-wrap:anywhere}
.bm .bm-soft{color:var(--bm-soft);font-size:12px}
.bm .bm-flag{color:var(--bm-head);font-size:12px;white-space:nowrap}
.bm .bm-panes{display:grid;grid-template-columns:minmax(0,15em) minmax(0,1fr);max-height:34em}
.bm .bm-list,.bm .bm-text{overflow:auto;max-height:34em}
.bm .bm-list{border-right:1px solid var(--bm-hair)}
.bm .bm-list ul{list-style:none;margin:0;padding:0}
.bm .bm-list li{margin:0;padding:0;border-bottom:1px solid var(--bm-hair)}
.bm .bm-list a{display:grid;grid-template-columns:1.9em 1fr;padding:.5em .7em .5em .5em;
 color:inherit;text-decoration:none;line-height:1.4}
.bm .bm-list a:hover{background:var(--bm-shade)}
.bm .bm-list .bm-soft{grid-column:2}
.bm .bm-no{color:var(--bm-soft);font-size:12px;font-variant-numeric:tabular-nums;line-height:1.7}
.bm a:focus-visible,.bm summary:focus-visible,.bm [tabindex]:focus-visible{
 outline:2px solid var(--bm-name);outline-offset:-2px}
.bm details{border-bottom:1px solid var(--bm-hair);padding:0;margin:0;scroll-margin-top:0}
.bm details:last-child{border-bottom:0}
.bm summary{cursor:pointer;padding:.5em 1em;font-weight:600;line-height:1.4}
.bm summary b{font-weight:inherit}
.bm summary:hover{background:var(--bm-shade)}
.bm summary .bm-soft,.bm summary .bm-flag{font-weight:400;margin-left:.6em}
.bm details:target>summary{background:var(--bm-shade);box-shadow:inset 3px 0 var(--bm-head)}
.bm .bm-body{padding:.2em 0 .9em}
.bm .bm-row{display:grid;grid-template-columns:7.2em minmax(0,1fr);column-gap:.9em;margin:0;
 padding:.18em 1.2em .18em 0;border-left:3px solid transparent}
.bm .bm-role{color:var(--bm-soft);font-size:11px;line-height:2.1;text-align:right}
.bm .bm-t{display:block;white-space:pre-wrap;overflow-wrap:anywhere;max-width:44em}
.bm .bm-headline .bm-t{font-size:19px;font-weight:600;line-height:1.4}
.bm .bm-kicker .bm-t,.bm .bm-deck .bm-t,.bm .bm-subhead .bm-t,.bm .bm-label .bm-t{font-weight:600}
.bm .bm-label :is(.bm-t,.bm-role),.bm .bm-kicker :is(.bm-t,.bm-role),
.bm .bm-headline .bm-role,.bm .bm-deck :is(.bm-t,.bm-role),
.bm .bm-subhead :is(.bm-t,.bm-role){color:var(--bm-head)}
.bm :is(.bm-byline,.bm-signature,.bm-credit) :is(.bm-t,.bm-role){color:var(--bm-name)}
.bm :is(.bm-sidebar,.bm-sidebar_label,.bm-caption) .bm-role{color:var(--bm-side)}
.bm :is(.bm-sidebar,.bm-sidebar_label,.bm-caption) .bm-t{background:var(--bm-shade);
 padding:0 .5em;margin-left:-.5em}
.bm .bm-furniture .bm-t{color:var(--bm-soft)}
.bm .bm-doubt{border-left-color:var(--bm-head)}
.bm .bm-doubt .bm-role::after{content:" ?";color:var(--bm-head);font-weight:700}
.bm .bm-seam::before{content:"\\2E3D";color:var(--bm-head);font-weight:700;margin:0 .15em}
.bm .bm-fact{position:relative;border-bottom:2px solid var(--bm-side);cursor:help}
.bm .bm-fact:is(.bm-people,.bm-organisations){border-bottom-color:var(--bm-name)}
.bm .bm-fact.bm-places{border-bottom-style:dotted;border-bottom-color:var(--bm-name)}
.bm .bm-fact.bm-dates{border-bottom-style:dotted}
.bm .bm-fact:is(:hover,:focus)::after{content:attr(data-value);position:absolute;z-index:9;
 left:0;top:calc(100% + 4px);width:max-content;max-width:18em;white-space:pre-wrap;
 background:var(--bm-ink);color:var(--bm-paper);font:12px/1.5 system-ui,sans-serif;
 padding:.35em .7em;border-radius:3px;pointer-events:none}
@supports (position-area:bottom){
 .bm .bm-fact{position:static}
 .bm .bm-fact:is(:hover,:focus)::after{position:fixed;inset:auto;margin:4px 0;
  position-area:bottom span-right;
  position-try-fallbacks:flip-inline,flip-block,flip-block flip-inline}
}
.bm mark{background:var(--bm-hit);color:inherit;padding:.1em 0}
.bm mark:target{outline:2px solid var(--bm-head)}
.bm .bm-wide{overflow:auto;max-height:34em;border-bottom:1px solid var(--bm-hair)}
.bm table.bm-kwic{border-collapse:collapse;table-layout:auto;width:100%;color:inherit;
 margin:0;font-size:14px;border:0}
.bm table.bm-kwic tr :is(td,th){border:0;color:inherit;padding:.2em .5em;
 white-space:pre;background:none;text-align:left;vertical-align:baseline}
.bm table.bm-kwic :is(thead,tbody) tr:nth-child(n){background:none;border:0}
.bm table.bm-kwic tbody tr:nth-child(n):hover{background:var(--bm-shade)}
.bm table.bm-kwic thead tr th{color:var(--bm-soft);font-size:11px;font-weight:400;
 border-bottom:1px solid var(--bm-hair)}
.bm table.bm-kwic tr .bm-left{text-align:right;width:36%}
.bm table.bm-kwic tr .bm-word{text-align:center;font-weight:600}
.bm .bm-kwic .bm-word a{color:var(--bm-head);text-decoration:underline}
.bm table.bm-kwic tr .bm-right{width:36%}
.bm table.bm-kwic tr td:last-child{color:var(--bm-soft);max-width:9em;overflow:hidden;
 text-overflow:ellipsis}
@container (max-width:36em){
 .bm .bm-panes{grid-template-columns:minmax(0,1fr);max-height:none}
 .bm .bm-list{border-right:0;border-bottom:1px solid var(--bm-hair);max-height:12em}
 .bm .bm-row{grid-template-columns:minmax(0,1fr);padding:.18em 1em}
 .bm .bm-role{text-align:left;line-height:1.4}
}
@media print{.bm .bm-panes,.bm .bm-list,.bm .bm-text,.bm .bm-wide{max-height:none;overflow:visible}}
"""


def _colours(selector: str, colours: Mapping[str, str]) -> str:
    return selector + "{" + ";".join(f"--bm-{name}:{hue}" for name, hue in colours.items()) + "}"


# The reader's system decides, unless JupyterLab says which of its themes is on.
STYLE: Final = "<style>{}</style>".format(
    "\n".join(
        [
            _colours(".bm", LIGHT),
            f"@media (prefers-color-scheme:dark){{{_colours('.bm', DARK)}}}",
            _colours('[data-jp-theme-light="true"] .bm', LIGHT),
            _colours('[data-jp-theme-light="false"] .bm', DARK),
            _RULES.strip(),
        ]
    )
)
"""The style element that stands in every view."""

# Controls but tab and line ends, lone surrogates, and the marks that turn the direction of
# writing: HTML forbids the first two, and the third could make a line show another text.
_UNSHOWN: Final = re.compile(
    "[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)


def escape(text: str) -> str:
    """Text for HTML, inside an element or an attribute in double quotes.

    What cannot be shown stands as U+FFFD, so that no offset moves.

    >>> escape('<b title="a">&')
    '&lt;b title=&quot;a&quot;&gt;&amp;'
    """
    return html.escape(_UNSHOWN.sub("\ufffd", text), quote=True)
