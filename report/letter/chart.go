package letter

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"sync"

	"github.com/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"leadpact/model"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// The size of the chart, its text and its plot area, in pixels. The chart is drawn larger than it is shown,
// and its text can still be read at the width of a phone.
const (
	chartWidth, chartHeight = 1120, 480
	chartText               = 32
	plotLeft, plotRight     = 170, 1090
	plotTop, plotBottom     = 76, 420
)

var (
	textColour  = color.RGBA{0x22, 0x2b, 0x38, 0xff}
	mutedColour = color.RGBA{0x5b, 0x65, 0x70, 0xff}
	gridColour  = color.RGBA{0xe3, 0xe7, 0xec, 0xff}
	bandColour  = color.RGBA{0xd6, 0xec, 0xea, 0xff}
	lineColour  = color.RGBA{0x7a, 0x8c, 0xa3, 0xff}
)

// chartFace is the font of the chart. A font.Face caches glyphs without a lock, so only one chart is drawn
// at a time.
var (
	chartFace = sync.OnceValues(func() (font.Face, error) {
		f, err := opentype.Parse(liberationsansregular.TTF)
		if err != nil {
			return nil, err
		}
		return opentype.NewFace(f, &opentype.FaceOptions{Size: chartText, DPI: 72, Hinting: font.HintingNone})
	})
	drawing sync.Mutex
)

// paceChart draws the pace as a PNG: what was delivered by working day, the straight line to the promise,
// and the band of its tolerance. It returns nil where nothing is promised, where what was delivered is n/a, or
// where no working day is over. The same scorecard gives the same bytes.
func paceChart(s *model.Scorecard) ([]byte, error) {
	c := canvas{img: image.NewRGBA(image.Rect(0, 0, chartWidth, chartHeight)), days: float64(len(s.Pace))}
	draw.Draw(c.img, c.img.Bounds(), image.White, image.Point{}, draw.Src)
	promise := format.PromiseOf(s)
	if promise.Delivered == format.NA {
		return nil, nil
	}
	delivered := series(s, func(p model.PacePoint) formula.Value { return p.Delivered })
	line := series(s, func(p model.PacePoint) formula.Value { return p.Line })
	low := series(s, func(p model.PacePoint) formula.Value { return p.Low })
	high := series(s, func(p model.PacePoint) formula.Value { return p.High })
	if len(delivered) < 2 || len(line) < 2 || len(low) != len(high) {
		return nil, nil
	}
	for _, p := range append(append([]point{}, delivered...), high...) {
		c.top = math.Max(c.top, p.y)
	}
	if c.top <= 0 {
		return nil, nil
	}
	drawing.Lock()
	defer drawing.Unlock()
	var err error
	if c.face, err = chartFace(); err != nil {
		return nil, err
	}
	style := format.For(s.Agreement)
	for _, y := range ticks(c.top) {
		c.stroke([]point{{0, y}, {c.days, y}}, 2, gridColour)
		c.text(plotLeft-14, c.y(y)+11, style.Value(formula.Num(y), promise.Unit), mutedColour, 1)
	}
	c.fill(append(append([]point{}, high...), reversed(low)...), bandColour)
	c.stroke(line, 4, lineColour)
	ink := paletteOf(promise.Status).ink
	c.stroke(delivered, 8, ink)
	c.dot(delivered[len(delivered)-1], ink)
	first, last := s.Pace[0].Day, s.Pace[len(s.Pace)-1].Day
	c.text(plotLeft, plotBottom+44, first.Format("2 Jan"), mutedColour, 0)
	c.text(plotRight, plotBottom+44, last.Format("2 Jan"), mutedColour, 1)
	x := c.legend(plotLeft, ink, "Delivered "+promise.Delivered)
	c.legend(x+48, lineColour, "Promised "+promise.Promised)
	var out bytes.Buffer
	err = png.Encode(&out, c.img)
	return out.Bytes(), err
}

// point is a working day and a value, or a pixel. Day 0 is the start, with nothing delivered.
type point struct{ x, y float64 }

// series returns the known values of the pace, from zero at the start.
func series(s *model.Scorecard, f func(model.PacePoint) formula.Value) []point {
	out := []point{{}}
	for _, p := range s.Pace {
		if y, ok := f(p).Number(); ok {
			out = append(out, point{float64(p.N), y})
		}
	}
	return out
}

func reversed(points []point) []point {
	out := make([]point, len(points))
	for i, p := range points {
		out[len(points)-1-i] = p
	}
	return out
}

// ticks returns round values from 0 up to top: four to six of them.
func ticks(top float64) []float64 {
	step := math.Pow(10, math.Floor(math.Log10(top)))
	for _, k := range []float64{5, 2, 1, 0.5, 0.2} {
		if top/(step*k) >= 3 {
			step *= k
			break
		}
	}
	var out []float64
	for i := 0.0; i*step <= top; i++ {
		out = append(out, i*step)
	}
	return out
}

// canvas draws into an image. Its points are days and values, unless a method takes pixels.
type canvas struct {
	img       *image.RGBA
	face      font.Face
	days, top float64
}

func (c *canvas) x(day float64) float64   { return plotLeft + day/c.days*(plotRight-plotLeft) }
func (c *canvas) y(value float64) float64 { return plotBottom - value/c.top*(plotBottom-plotTop) }

// polygon fills a polygon whose corners are pixels.
func (c *canvas) polygon(ink color.Color, pixels ...point) {
	box := image.Rectangle{Min: c.img.Bounds().Max}
	for _, p := range pixels {
		at := image.Pt(int(math.Floor(p.x)), int(math.Floor(p.y)))
		box.Min = image.Pt(min(box.Min.X, at.X), min(box.Min.Y, at.Y))
		box.Max = image.Pt(max(box.Max.X, at.X+1), max(box.Max.Y, at.Y+1))
	}
	box = box.Intersect(c.img.Bounds())
	r := vector.NewRasterizer(box.Dx(), box.Dy())
	for i, p := range pixels {
		x, y := float32(p.x)-float32(box.Min.X), float32(p.y)-float32(box.Min.Y)
		if i == 0 {
			r.MoveTo(x, y)
		} else {
			r.LineTo(x, y)
		}
	}
	r.ClosePath()
	r.Draw(c.img, box, image.NewUniform(ink), image.Point{})
}

// fill fills a polygon of days and values.
func (c *canvas) fill(points []point, ink color.Color) {
	var pixels []point
	for _, p := range points {
		pixels = append(pixels, point{c.x(p.x), c.y(p.y)})
	}
	c.polygon(ink, pixels...)
}

// stroke draws a line with round joints; width is in pixels.
func (c *canvas) stroke(points []point, width float64, ink color.Color) {
	for i := 1; i < len(points); i++ {
		a, b := point{c.x(points[i-1].x), c.y(points[i-1].y)}, point{c.x(points[i].x), c.y(points[i].y)}
		length := math.Hypot(b.x-a.x, b.y-a.y)
		if length == 0 {
			continue
		}
		dx, dy := (b.y-a.y)/length*width/2, (a.x-b.x)/length*width/2
		c.polygon(ink, point{a.x + dx, a.y + dy}, point{b.x + dx, b.y + dy},
			point{b.x - dx, b.y - dy}, point{a.x - dx, a.y - dy})
		c.disc(b, width/2, ink)
	}
}

func (c *canvas) dot(p point, ink color.Color) { c.disc(point{c.x(p.x), c.y(p.y)}, 13, ink) }

// disc fills a circle around a pixel, as a polygon with 24 corners.
func (c *canvas) disc(at point, radius float64, ink color.Color) {
	var pixels []point
	for i := range 24 {
		sin, cos := math.Sincos(float64(i) * math.Pi / 12)
		pixels = append(pixels, point{at.x + radius*cos, at.y + radius*sin})
	}
	c.polygon(ink, pixels...)
}

// legend draws an entry of the legend at the pixel x and returns the x at which it ends.
func (c *canvas) legend(x float64, ink color.Color, words string) float64 {
	const middle = 34
	c.polygon(ink, point{x, middle - 6}, point{x + 40, middle - 6}, point{x + 40, middle + 6}, point{x, middle + 6})
	return c.text(x+54, middle+11, words, textColour, 0)
}

// text draws words at a pixel and returns the x at which they end. With align 0 they begin at x, with align
// 1 they end at x.
func (c *canvas) text(x, y float64, words string, ink color.Color, align float64) float64 {
	d := font.Drawer{Dst: c.img, Src: image.NewUniform(ink), Face: c.face}
	width := float64(d.MeasureString(words)) / 64
	d.Dot = fixed.Point26_6{X: fixed.Int26_6((x - align*width) * 64), Y: fixed.Int26_6(y * 64)}
	d.DrawString(words)
	return x - align*width + width
}
