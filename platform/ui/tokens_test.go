package ui_test

import (
	"math"
	"regexp"
	"strconv"
	"testing"
)

// colours are the two values of a token.
type colours struct{ light, dark string }

var tokenLine = regexp.MustCompile(`--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);`)

func tokens(t *testing.T) map[string]colours {
	t.Helper()
	all := map[string]colours{}
	for _, match := range tokenLine.FindAllStringSubmatch(source(t, "styles/tokens.css"), -1) {
		if _, twice := all[match[1]]; twice {
			t.Errorf("--%s is given twice", match[1])
		}
		all[match[1]] = colours{match[2], match[3]}
	}
	if len(all) < 80 {
		t.Fatalf("only %d tokens were read", len(all))
	}
	return all
}

// contrast is the ratio of WCAG 2.2 between two colours, from 1 to 21.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	part := func(from int) float64 {
		value, err := strconv.ParseUint(colour[from:from+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(value) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(1) + 0.7152*part(3) + 0.0722*part(5)
}

const (
	forText   = 4.5 // WCAG 1.4.3, ordinary text
	forShapes = 3.0 // WCAG 1.4.11, what must be seen to understand or to act
)

func TestColoursCanBeToldApart(t *testing.T) { checkColours(t, tokens(t)) }

func checkColours(t *testing.T, all map[string]colours) {
	t.Helper()
	surface, canvas := "ds-color-neutral-surface-default", "ds-color-neutral-surface-tinted"
	check := func(least float64, front string, backs ...string) {
		t.Helper()
		for _, back := range backs {
			f, foundFront := all[front]
			b, foundBack := all[back]
			if !foundFront || !foundBack {
				t.Errorf("there is no --%s or no --%s", front, back)
				continue
			}
			if ratio := contrast(t, f.light, b.light); ratio < least {
				t.Errorf("light: --%s on --%s is %.2f:1, want %.1f:1", front, back, ratio, least)
			}
			if ratio := contrast(t, f.dark, b.dark); ratio < least {
				t.Errorf("dark: --%s on --%s is %.2f:1, want %.1f:1", front, back, ratio, least)
			}
		}
	}
	for _, name := range []string{"neutral", "accent", "success", "warning", "danger"} {
		prefix := "ds-color-" + name + "-"
		tinted, hover, active := prefix+"surface-tinted", prefix+"surface-hover", prefix+"surface-active"
		check(forText, prefix+"text-subtle", surface, canvas, tinted, hover)
		check(forText, prefix+"text-default", surface, canvas, tinted, hover, active)
		check(forShapes, prefix+"border-default", surface, canvas, tinted)
		check(forText, prefix+"base-contrast-default", prefix+"base-default", prefix+"base-hover", prefix+"base-active")
		check(forText, "ds-color-neutral-text-default", tinted, hover)
		check(forText, "ds-color-neutral-text-subtle", tinted)
	}
	for _, fill := range []string{"fill-high", "fill-medium", "fill-medium-hatch"} {
		check(4.9, "ds-color-neutral-text-default", fill)
		check(forText, "ds-color-neutral-text-subtle", fill)
		for _, status := range []string{"success", "accent", "warning", "danger"} {
			check(forShapes, "ds-color-"+status+"-base-default", fill)
		}
	}
	for _, edge := range []string{"fill-high-edge", "fill-medium-edge"} {
		check(forShapes, edge, surface)
	}
	// The ring is double: the outer line is seen against the page, the inner against the button.
	check(forShapes, "ds-color-focus-outer", "ds-color-focus-inner", surface, canvas)
	check(forShapes, "ds-color-focus-inner", "ds-color-accent-base-default", "ds-color-danger-base-default")
}

func TestColoursKeepTheRatiosThatWereChosen(t *testing.T) {
	all := tokens(t)
	surface := all["ds-color-neutral-surface-default"]
	for name, want := range map[string][2]float64{
		"neutral-text-default": {16.6, 14.0}, "neutral-text-subtle": {7.3, 7.9}, "neutral-border-default": {3.8, 4.5},
		"accent-base-default": {9.1, 8.2}, "accent-text-subtle": {9.1, 9.2}, "success-base-default": {6.1, 7.6}, "success-text-subtle": {7.5, 9.2},
		"warning-base-default": {4.7, 7.6}, "warning-text-subtle": {7.4, 9.4}, "danger-base-default": {7.4, 6.4}, "danger-text-subtle": {8.7, 8.2},
	} {
		token := all["ds-color-"+name]
		light, dark := contrast(t, token.light, surface.light), contrast(t, token.dark, surface.dark)
		if math.Abs(light-want[0]) > 0.1 || math.Abs(dark-want[1]) > 0.1 {
			t.Errorf("%s is %.2f:1 in light and %.2f:1 in dark, want %.1f and %.1f", name, light, dark, want[0], want[1])
		}
	}
}
