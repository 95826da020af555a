package escpos

import (
	"fmt"
	"strings"
)

// code128Widths are the bar and space widths of Code 128's 107 characters (ISO/IEC 15417,
// table 1): 0–102 values, 103–105 starts A, B, C, 106 stop.
var code128Widths = [107]string{
	"212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213",
	"221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132",
	"221231", "213212", "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211",
	"212123", "212321", "232121", "111323", "131123", "131321", "112313", "132113", "132311", "211313",
	"231113", "231311", "112133", "112331", "132131", "113123", "113321", "133121", "313121", "211331",
	"231131", "213113", "213311", "213131", "311123", "311321", "331121", "312113", "312311", "332111",
	"314111", "221411", "431111", "111224", "111422", "121124", "121421", "141122", "141221", "112214",
	"112412", "122114", "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111",
	"111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
	"214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311", "113141",
	"114131", "311141", "411131", "211412", "211214", "211232", "2331112",
}

const (
	code128StartB = 104
	code128Stop   = 106
)

// code128Bitmap draws content in code set B, each narrow bar n dots wide.
func code128Bitmap(content string, n, height int) (*bitmap, error) {
	values := []int{code128StartB}
	sum := code128StartB
	for i := range len(content) {
		c := content[i]
		if c < 0x20 || c > 0x7E {
			return nil, fmt.Errorf("code128: character %q", c)
		}
		values = append(values, int(c-0x20))
		sum += (i + 1) * int(c-0x20)
	}
	values = append(values, sum%103, code128Stop)
	bars := newBitmap((11*len(values)+2)*n, height)
	x := 0
	for _, v := range values {
		for i, width := range code128Widths[v] {
			dots := int(width-'0') * n
			for dx := range dots {
				for y := 0; i%2 == 0 && y < height; y++ {
					bars.set(x+dx, y)
				}
			}
			x += dots
		}
	}
	return bars, nil
}

// nativeCode128 lets the printer draw the bars: height, width, no text below, code set B. A
// brace introduces a code set and is therefore doubled.
func nativeCode128(content string, n, height int) []byte {
	data := "{B" + strings.ReplaceAll(content, "{", "{{")
	head := []byte{
		0x1D, 0x68, byte(height), 0x1D, 0x77, byte(n), 0x1D, 0x48, 0x00,
		0x1D, 0x6B, 0x49, byte(len(data)),
	}
	return append(head, data...)
}
