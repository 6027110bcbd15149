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
	"leadpact/report/format"
)

// The chart is drawn larger than it is shown, with text that can still be read at the width of a phone.
const (
	chartWidth, chartHeight = 1120, 480
	chartText               = 32
	plotLeft, plotRight     = 170, 1090
	plotTop, plotBottom     = 76, 420
)

var (
	inkText   = color.RGBA{0x22, 0x2b, 0x38, 0xff}
	inkMuted  = color.RGBA{0x5b, 0x65, 0x70, 0xff}
	inkGrid   = color.RGBA{0xe3, 0xe7, 0xec, 0xff}
	inkBand   = color.RGBA{0xd6, 0xec, 0xea, 0xff}
	inkLine   = color.RGBA{0x7a, 0x8c, 0xa3, 0xff}
	inkPlain  = color.RGBA{0x0b, 0x7a, 0x75, 0xff}
	inkStatus = map[string]color.RGBA{"under": {0xb3, 0x26, 0x1e, 0xff}, "within": {0x1b, 0x7f, 0x3b, 0xff}, "over": {0x9a, 0x67, 0x00, 0xff}}
)

// chartFace is the type of the chart. Its cache is not for two goroutines at once.
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

// paceChart is the pace as a PNG: delivered by working day beside the straight line to the promise and its band. It is nil where
// nothing is promised or no working day is over. The same card gives the same bytes.
func paceChart(s *model.Scorecard) ([]byte, error) {
	c := canvas{img: image.NewRGBA(image.Rect(0, 0, chartWidth, chartHeight)), days: float64(len(s.Pace))}
	draw.Draw(c.img, c.img.Bounds(), image.White, image.Point{}, draw.Src)
	delivered, line := series(s, func(p model.PacePoint) model.Value { return p.Delivered }), series(s, func(p model.PacePoint) model.Value { return p.Line })
	low, high := series(s, func(p model.PacePoint) model.Value { return p.Low }), series(s, func(p model.PacePoint) model.Value { return p.High })
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
	style, promise := format.For(s.Agreement), format.PromiseOf(s)
	unit := model.Money
	if promise.What == "leads" {
		unit = model.Count
	}
	for _, y := range ticks(c.top) {
		c.stroke([]point{{0, y}, {c.days, y}}, 2, inkGrid)
		c.text(plotLeft-14, c.y(y)+11, style.Value(model.Num(y), unit), inkMuted, 1)
	}
	c.fill(append(append([]point{}, high...), backwards(low)...), inkBand)
	c.stroke(line, 4, inkLine)
	ink, ok := inkStatus[promise.Status]
	if !ok {
		ink = inkPlain
	}
	c.stroke(delivered, 8, ink)
	c.dot(delivered[len(delivered)-1], ink)
	first, last := s.Pace[0].Day, s.Pace[len(s.Pace)-1].Day
	c.text(plotLeft, plotBottom+44, first.Format("2 Jan"), inkMuted, 0)
	c.text(plotRight, plotBottom+44, last.Format("2 Jan"), inkMuted, 1)
	x := c.key(plotLeft, ink, "Delivered "+promise.Delivered)
	c.key(x+48, inkLine, "Promised "+promise.Promised)
	var out bytes.Buffer
	err = png.Encode(&out, c.img)
	return out.Bytes(), err
}

// point is a working day and a value; day 0 is the start, with nothing delivered.
type point struct{ x, y float64 }

// series are the known values of the pace, from nothing at the start.
func series(s *model.Scorecard, f func(model.PacePoint) model.Value) []point {
	out := []point{{}}
	for _, p := range s.Pace {
		if y, ok := f(p).Number(); ok {
			out = append(out, point{float64(p.N), y})
		}
	}
	return out
}

func backwards(points []point) []point {
	out := make([]point, len(points))
	for i, p := range points {
		out[len(points)-1-i] = p
	}
	return out
}

// ticks are round values up to top, with 0: four to six of them.
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

// canvas draws in days and values.
type canvas struct {
	img       *image.RGBA
	face      font.Face
	days, top float64
}

func (c *canvas) x(day float64) float64   { return plotLeft + day/c.days*(plotRight-plotLeft) }
func (c *canvas) y(value float64) float64 { return plotBottom - value/c.top*(plotBottom-plotTop) }

// shape fills a polygon of pixels.
func (c *canvas) shape(ink color.Color, pixels ...point) {
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

func (c *canvas) fill(points []point, ink color.Color) {
	var pixels []point
	for _, p := range points {
		pixels = append(pixels, point{c.x(p.x), c.y(p.y)})
	}
	c.shape(ink, pixels...)
}

// stroke draws a line of so many pixels, its joints round.
func (c *canvas) stroke(points []point, width float64, ink color.Color) {
	for i := 1; i < len(points); i++ {
		a, b := point{c.x(points[i-1].x), c.y(points[i-1].y)}, point{c.x(points[i].x), c.y(points[i].y)}
		long := math.Hypot(b.x-a.x, b.y-a.y)
		if long == 0 {
			continue
		}
		dx, dy := (b.y-a.y)/long*width/2, (a.x-b.x)/long*width/2
		c.shape(ink, point{a.x + dx, a.y + dy}, point{b.x + dx, b.y + dy}, point{b.x - dx, b.y - dy}, point{a.x - dx, a.y - dy})
		c.disc(b, width/2, ink)
	}
}

func (c *canvas) dot(p point, ink color.Color) { c.disc(point{c.x(p.x), c.y(p.y)}, 13, ink) }

func (c *canvas) disc(at point, radius float64, ink color.Color) {
	var pixels []point
	for i := range 24 {
		sin, cos := math.Sincos(float64(i) * math.Pi / 12)
		pixels = append(pixels, point{at.x + radius*cos, at.y + radius*sin})
	}
	c.shape(ink, pixels...)
}

// key is an entry of the legend; it gives the x at which it ends.
func (c *canvas) key(x float64, ink color.Color, words string) float64 {
	const middle = 34
	c.shape(ink, point{x, middle - 6}, point{x + 40, middle - 6}, point{x + 40, middle + 6}, point{x, middle + 6})
	return c.text(x+54, middle+11, words, inkText, 0)
}

// text writes words from x, or with side 1 up to it, and gives where they end.
func (c *canvas) text(x, y float64, words string, ink color.Color, side float64) float64 {
	d := font.Drawer{Dst: c.img, Src: image.NewUniform(ink), Face: c.face}
	wide := float64(d.MeasureString(words)) / 64
	d.Dot = fixed.Point26_6{X: fixed.Int26_6((x - side*wide) * 64), Y: fixed.Int26_6(y * 64)}
	d.DrawString(words)
	return x - side*wide + wide
}
