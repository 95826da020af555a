package kiosk

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// faults lists what is wrong with the page in both languages and all its modes: things to
// press that are smaller than a finger (60 px), out of sight, covered, or in the upper half where low reach was
// asked for.
const faults = `(() => {
	const wrong = [];
	const look = (way) => {
		const low = document.documentElement.dataset.reach === 'low';
		for (const b of document.querySelectorAll('button')) {
			const r = b.getBoundingClientRect(), name = way + ': ' + b.dataset.testid;
			if (r.height < 59.5 || r.width < 59.5) wrong.push(name + ' is ' + r.width + '×' + r.height);
			if (r.top < 0 || r.bottom > innerHeight + 0.5 || r.right > innerWidth + 0.5) wrong.push(name + ' is out of sight');
			else if (!b.disabled && !b.contains(document.elementFromPoint((r.left + r.right) / 2, (r.top + r.bottom) / 2))) wrong.push(name + ' is covered');
			if (low && r.top < innerHeight / 2) wrong.push(name + ' is out of reach');
		}
		const number = document.querySelector('.digits svg');
		if (number && number.getBoundingClientRect().width < innerWidth / 3) wrong.push(way + ': the number is small');
	};
	const press = (name) => document.querySelector('[data-testid="' + name + '"]').click();
	for (const reach of ['low ', '']) {
		look(reach + 'plain');
		for (const tool of ['language', 'large', 'language', 'contrast']) {
			press(tool);
			const {lang, dataset: {text, contrast}} = document.documentElement;
			look(reach + [lang, text, contrast].join(' '));
		}
		press('large');
		press('contrast');
		if (reach) press('reach');
	}
	return wrong.join('; ');
})()`

func TestEveryScreenFits(t *testing.T) {
	k := startKiosk(t, newFakeServer(t), &fakePrinter{}, t.TempDir(), quick())
	k.config.Demo, k.config.Voice = true, true
	ctx := browse(t, k, "")
	origin, err := chromedp.Run(ctx, chromedp.Evaluate[string]("location.origin"))
	if err != nil {
		t.Fatal(err)
	}
	names, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](
		"import('/kiosk/screens.js').then(({screens}) => Object.keys(screens))", chromedp.EvalAwaitPromise))
	if err != nil || len(names) < 30 {
		t.Fatalf("the canned screens are %v, %v", names, err)
	}
	for _, size := range [][2]int64{{800, 1280}, {1080, 1920}, {1920, 1080}, {1024, 600}} {
		do(t, ctx, chromedp.EmulateViewport(size[0], size[1]))
		for _, screen := range names {
			do(t, ctx, chromedp.Navigate(origin+"/kiosk/?reach&screen="+screen), chromedp.WaitVisible(chromedp.CSS("h1")))
			wrong, err := chromedp.Run(ctx, chromedp.Evaluate[string](faults))
			if err != nil {
				t.Fatal(err)
			}
			if wrong != "" {
				t.Errorf("%d×%d %s: %s", size[0], size[1], screen, wrong)
			}
		}
	}
}
