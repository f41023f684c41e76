"""The look of a downloaded page: readable at any width and zoom, black on white on paper."""

STYLE = """
:root { color: #1f2933; background: #fff; font: 1rem/1.6 "IBM Plex Sans", Arial, sans-serif; }
body { max-width: 62rem; margin: 0 auto; padding: 1.5rem; overflow-wrap: anywhere; }
h1, h2, h3, h4, h5, th { color: #173f5f; line-height: 1.25; }
h1 { font-size: 2.1rem; }
h2 { font-size: 1.6rem; margin-top: 2.5rem; }
h3 { font-size: 1.25rem; margin-top: 2rem; }
h4, h5 { font-size: 1.05rem; margin-top: 1.5rem; }
p, li, dd, figure { max-width: 46rem; }
a { color: #173f5f; }
a:focus, .wide:focus { outline: 3px solid #b35900; outline-offset: 2px; }
dl { border-top: 1px solid #173f5f; border-bottom: 1px solid #173f5f; padding: 0.5rem 0; }
dl div { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: 0.15rem 0; }
dt { flex: 0 0 13rem; color: #52606d; }
dd { flex: 1 1 16rem; margin: 0; }
nav ul { list-style: none; padding: 0; }
nav .level-2 { padding-left: 1.5rem; }
figure { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid #c3ccd5; }
blockquote { margin: 0; }
blockquote p { margin: 0; }
.chart { padding-left: 0; border-left: 0; break-inside: avoid; }
.chart figcaption { color: #1f2933; font-weight: 600; padding-bottom: 0.4rem; }
.chart svg { display: block; max-width: 46rem; font-family: inherit; }
.skip { position: absolute; left: -100rem; }
.skip:focus { position: static; }
main:focus { outline: none; }
figcaption, .note, .about, footer { color: #52606d; font-size: 0.9rem; }
.lead { font-size: 1.15rem; }
.wide { overflow-x: auto; margin: 1.5rem 0; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; line-height: 1.4; }
caption { text-align: left; font-weight: 600; padding-bottom: 0.4rem; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.5rem; border-bottom: 1px solid #c3ccd5; }
thead th { background: #eaf0f5; border-top: 2px solid #173f5f; overflow-wrap: normal; }
th, td { min-width: 5rem; }
.number { min-width: 3rem; text-align: right; }
h1, th { hyphens: auto; }
.marked { display: grid; grid-template-columns: minmax(0, 1fr) 14rem; gap: 0 1.5rem; max-width: 62rem; }
.marked ul { list-style: none; margin: 1rem 0; padding: 0 0 0 0.75rem; border-left: 1px solid #c3ccd5;
  color: #52606d; font-size: 0.85rem; }
.begin::before { content: "[" attr(data-point); }
.begin::before { content: "[" attr(data-point) / ""; }
.end::after { content: "]"; }
.end::after { content: "]" / ""; }
.begin::before, .end::after { color: #173f5f; font-weight: 600; font-size: 0.75em; vertical-align: 0.3em; }
@media (max-width: 40rem) { .marked { display: block; } }
@media (max-width: 30rem) { h1 { font-size: 1.6rem; } h2 { font-size: 1.4rem; } }
.stamp { color: #9b1c1c; font-weight: 700; }
footer { margin-top: 3rem; border-top: 1px solid #c3ccd5; }
@page { margin: 2cm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  thead { display: table-header-group; }
  h2, h3, h4, h5, caption, figcaption { break-after: avoid; }
  tr { break-inside: avoid; }
  .skip { display: none; }
  .page { break-before: page; }
  .wide { overflow: visible; }
}
"""
