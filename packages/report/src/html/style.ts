/** The page's style sheet: system fonts, both colour schemes, one column on a phone, and paper. */
import { graphStyle } from "@linknet-kit/draw";
import { declareColours } from "../charts/palette.js";
import { printStyle } from "./printStyle.js";

const page = `
:root{color-scheme:light dark;${declareColours("light")}}
@media (prefers-color-scheme:dark){:root{${declareColours("dark")}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:3.5rem}
body{margin:0;background:var(--background);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main,header,.contents ul{max-width:76rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:1.75rem}
h1{font-size:1.6rem;line-height:1.2;letter-spacing:-.015em;margin:0}
.subtitle{margin:.25rem 0 .75rem;color:var(--muted)}
.contents{position:sticky;top:0;z-index:2;background:var(--background);border-bottom:1px solid var(--line)}
.contents ul{display:flex;gap:1.1rem;list-style:none;padding-top:.55rem;padding-bottom:.55rem;font-size:.875rem;overflow-x:auto;scrollbar-width:none}
.contents li{margin:0;white-space:nowrap}
.contents a{text-decoration:none}
.contents a:hover{text-decoration:underline}
main{padding-bottom:3rem}
section{margin:2.25rem 0 0}
section:first-child{margin-top:1.25rem}
h2{font-size:1.25rem;line-height:1.3;letter-spacing:-.01em;margin:0 0 .5rem}
p,main ul:not(.legend){margin:.6rem 0;max-width:60rem}
main ul:not(.legend){padding-left:1.25rem}
li{margin:.2rem 0}
a{color:var(--link);text-underline-offset:.15em}
code{font:.9em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
.lead{font-size:1.125rem;line-height:1.45;max-width:60rem}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:.75rem;margin:.9rem 0}
.figures div{background:var(--surface);border-radius:8px;padding:.7rem 1rem}
.figures dt{color:var(--muted);font-size:.875rem;overflow-wrap:anywhere}
.figures dd{margin:0;font-variant-numeric:tabular-nums}
.figures .value{font-size:1.75rem;line-height:1.2;font-weight:600;letter-spacing:-.01em}
.figures .unit{font-size:1rem;font-weight:400;color:var(--muted);margin-left:.3rem;letter-spacing:0}
.figures .detail{font-size:.875rem;color:var(--muted);overflow-wrap:anywhere}
.notice{background:var(--warningSurface);border-left:3px solid var(--warning);border-radius:0 6px 6px 0;padding:.5rem 1rem;margin:.75rem 0;max-width:60rem;font-size:.9375rem}
.notice h3{color:var(--warning);font-size:.9rem;margin:0}
.notice ul{margin:.2rem 0 0}
.scroll{overflow-x:auto;margin:1rem 0;background:linear-gradient(to left,var(--background) 60%,transparent) right/2.5rem 100% no-repeat local,linear-gradient(to left,color-mix(in srgb,var(--text) 14%,transparent),transparent) right/.9rem 100% no-repeat scroll}
table{border-collapse:collapse;width:max-content;font-size:.875rem;line-height:1.35;font-variant-numeric:tabular-nums lining-nums}
caption{text-align:left;font-weight:600}
caption span{display:block;width:fit-content;max-width:min(72rem,calc(100vw - 3rem));padding-bottom:.35rem;position:sticky;left:0}
.unseen{position:absolute!important;width:1px!important;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
th,td{padding:.2rem .6rem;text-align:left;vertical-align:top}
thead th{max-width:8.5rem;vertical-align:bottom;font-weight:500;color:var(--muted);border-bottom:1px solid var(--line)}
thead th.group{max-width:none;text-align:center;color:var(--text);border-left:1px solid var(--line)}
th.number,td.number{text-align:right}
td.number{white-space:nowrap}
td.bar{white-space:nowrap}
.track{display:inline-block;position:relative;width:9rem;height:.8em;margin-right:.6rem;vertical-align:-.05em;background:var(--surface);border-radius:2px}
.length{position:absolute;inset:0 auto 0 0;min-width:1px;background:var(--series2);border-radius:2px}
td.text{max-width:24rem}
td.prose{min-width:15rem;max-width:32rem}
.long{overflow-wrap:anywhere}
tbody th,tfoot th{font-weight:500;max-width:24rem;position:sticky;left:0;background:var(--background)}
.starts{border-left:1px solid var(--line)}
tbody tr.first:not(:first-child)>*{border-top:1px solid var(--line)}
tbody tr:hover>*{background:var(--surface)}
tbody tr:last-child>*,tfoot tr:last-child>*{border-bottom:1px solid var(--line)}
.sorted tr.first:not(:first-child)>*{border-top:0}
thead button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-align:inherit}
thead .number button::before,thead th:not(.number) button::after{content:"";display:inline-block;width:.9em;text-align:center}
thead .number button:hover::before,thead th:not(.number) button:hover::after{content:"\\2195"}
thead [aria-sort=ascending].number button::before,thead [aria-sort=ascending]:not(.number) button::after{content:"\\2191"}
thead [aria-sort=descending].number button::before,thead [aria-sort=descending]:not(.number) button::after{content:"\\2193"}
.copy{font:inherit;font-size:.8125rem;font-weight:400;color:var(--link);background:none;border:0;margin-left:.75rem;padding:0;cursor:pointer}
.muted{color:var(--muted)}
.warning{color:var(--warning)}
.failure{color:var(--failure)}
figure{margin:1rem 0}
figcaption{font-size:.875rem;color:var(--muted);max-width:60rem}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;list-style:none;margin:.5rem 0 0;padding:0;font-size:.875rem}
.legend li{display:flex;align-items:center;gap:.4rem;margin:0;overflow-wrap:anywhere}
.legend svg{width:14px;height:14px;flex:none}
.panel-title{font-size:.875rem;font-weight:600;margin:.75rem 0 .25rem;overflow-wrap:anywhere}
.panel,.panels{margin-top:.5rem}
.drawing svg{display:block;width:100%;height:auto}
.panel{max-width:760px}
.narrow{display:none}
.panels{display:grid;gap:1rem 2rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,20rem),1fr))}
.panels.strip{gap:.5rem 1.25rem;grid-template-columns:repeat(auto-fill,minmax(min(11rem,45%),1fr))}
.panels.strip .panel-title{font-weight:500;margin-bottom:0}
.pictures .row{display:grid;gap:.4rem .75rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,15rem),20rem))}
.pictures .row div{min-width:0}
.pictures img{display:block;width:100%;height:auto;image-rendering:auto;border-radius:3px}
.pictures .row span{font-size:.8125rem;overflow-wrap:anywhere}
.swatch{width:12px;height:12px;border-radius:2px;border:1px solid var(--line);flex:none}
.graph-view{overflow-x:auto}
.graph-view svg{display:block;margin:0 auto}
details{margin:.75rem 0}
summary{cursor:pointer;font-size:.9rem;color:var(--link);width:fit-content}
details.section{margin:0;border-top:1px solid var(--line);padding-top:.75rem}
section:has(>details.section){margin-top:.75rem}
details.section>summary{font-size:1rem;width:auto;color:var(--text)}
details.section>summary h2{display:inline;margin:0;font-size:1.1rem}
.summary{color:var(--muted);font-size:.9rem;margin-left:.75rem}
#tip{position:absolute;z-index:3;max-width:20rem;padding:.3rem .55rem;border-radius:5px;background:var(--text);color:var(--background);font-size:.8125rem;line-height:1.35;pointer-events:none;overflow-wrap:anywhere}
#tip:empty{display:none}
.shown{stroke:var(--text);stroke-width:2}
@media (max-width:40rem){main,header,.contents ul{padding-left:1rem;padding-right:1rem}header{padding-top:1.1rem}h1{font-size:1.4rem}.lead{font-size:1rem}.wide{display:none}.narrow{display:block}th,td{padding:.27rem .45rem}tbody th,tfoot th{max-width:9.5rem}.track{width:4.5rem;margin-right:.4rem}.figures{gap:.5rem}.figures div{display:grid;grid-template-columns:1fr auto;align-items:center;padding:.45rem .8rem}.figures .value{grid-column:2;grid-row:1/span 2;font-size:1.4rem}.figures .detail{grid-column:1}caption span{max-width:calc(100vw - 2rem)}.summary{display:block;margin:0 0 0 1.1rem}}
`;

export const style = page + graphStyle + printStyle;
