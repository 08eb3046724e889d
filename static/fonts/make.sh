#!/bin/sh
# Makes the heading face and the script faces from npm. Run in an empty directory:
#   npm i @fontsource-variable/source-serif-4@5.3.1 @fontsource-variable/noto-sans-{khmer,myanmar}@5.3.0 @fontsource/noto-sans-{lao,thai}
#   python3 -m venv v && v/bin/pip install fonttools brotli && sh …/static/fonts/make.sh
set -eu
out=$(cd "$(dirname "$0")" && pwd)
rename='
import sys
from fontTools.ttLib import TTFont
font = TTFont(sys.argv[1])
for record in font["name"].names:
    name = record.toUnicode().replace("Source Serif 4", "Atlas Serif").replace("SourceSerif4", "AtlasSerif")
    record.string = name.replace("Source Serif", "Atlas Serif")
font.save(sys.argv[1])'
make() { # name, characters
  v/bin/fonttools varLib.instancer -q -o "$1.ttf" \
    "node_modules/@fontsource-variable/source-serif-4/files/source-serif-4-$1-opsz-normal.woff2" opsz=30 wght=540
  v/bin/python -c "$rename" "$1.ttf"
  v/bin/pyftsubset "$1.ttf" --unicodes="$2" --layout-features=kern --flavor=woff2 \
    --no-hinting --desubroutinize --name-IDs=0,1,2,13,14 --output-file="$out/atlas-serif-$1.woff2"
}
make latin 'U+0020-007E,U+00A0,U+00AB,U+00B0,U+00B2-00B3,U+00B7,U+00BB,U+00C0-00FF,U+0152-0153,U+2010-2015,U+2018-201A,U+201C-201E,U+2022,U+2026,U+2032-2033,U+20AC,U+2192,U+2212'
make vietnamese 'U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+1EA0-1EF9,U+20AB'
script() { # source, name, characters
  v/bin/pyftsubset "$1" --unicodes="$3,U+200B-200D,U+25CC" --flavor=woff2 --no-hinting --desubroutinize \
    --layout-features=ccmp,liga,clig,calt,rlig,rclt,rphf,pref,blwf,abvf,pstf,pres,abvs,blws,psts,mark,mkmk,dist \
    --name-IDs=0,1,2,13,14 --output-file="$out/noto-sans-$2.woff2"
}
variable() { # name, characters
  v/bin/fonttools varLib.instancer -q -o "$1.ttf" \
    "node_modules/@fontsource-variable/noto-sans-$1/files/noto-sans-$1-$1-wght-normal.woff2" wght=400:700
  script "$1.ttf" "$1" "$2"
}
variable khmer U+1780-17DD,U+17E0-17E9
variable myanmar U+1000-1021,U+1023-1027,U+1029-1032,U+1036-104F
for weight in 400 700; do
  script "node_modules/@fontsource/noto-sans-lao/files/noto-sans-lao-lao-$weight-normal.woff2" "lao-$weight" U+0E80-0EDF
  script "node_modules/@fontsource/noto-sans-thai/files/noto-sans-thai-thai-$weight-normal.woff2" "thai-$weight" U+0E01-0E5B
done
