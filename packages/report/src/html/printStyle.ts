/** How the page is printed: in light colours whatever the screen's, everything unfolded, and every table as wide as the paper. */
import { declareColours } from "../charts/palette.js";

export const printStyle = `
@page{size:A4;margin:12mm}
@media print{
:root{color-scheme:light;${declareColours("light")}}
html{font-size:12px}
body{font-size:1rem;line-height:1.4}
main,header{max-width:none;padding:0}
.contents,.copy,#tip{display:none}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
details::details-content{content-visibility:visible;display:block;block-size:auto}
summary{list-style:none;color:var(--text)}
h2,h3,summary,.panel-title,figcaption,.legend,caption{break-after:avoid}
section{margin-top:1.1rem}
.figures div,.notice,.drawing,.panels>div,tr,.legend{break-inside:avoid}
.scroll{overflow:visible;background:none;margin:.6rem 0}
table{width:100%;font-size:7.25pt}
caption span{max-width:none;position:static}
thead{display:table-header-group}
thead th{max-width:none}
th,td{padding:.15rem .3rem}
tbody th,tfoot th{position:static;max-width:none}
td.text,td.prose{max-width:none;min-width:0}
td.bar{white-space:nowrap}
.track{width:4.5rem}
p,main ul:not(.legend),.lead,.notice,figcaption{max-width:none}
.wide{display:block}
.narrow{display:none}
.graph-view{overflow:visible}
.graph-view svg{max-width:100%;max-height:250mm}
.panels{grid-template-columns:repeat(3,1fr)}
.panels.strip{grid-template-columns:repeat(5,1fr);gap:.3rem .6rem}
}
`;
