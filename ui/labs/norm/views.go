package norm

import (
	"math"

	"logitarium/ui/lab"
	"logitarium/ui/lab/lacking"
	"logitarium/ui/message"
)

// view is a picture with what it is computed from.
type view struct {
	lab.View

	reads     func() bool    // has the model read what the view needs besides the text? nil: it needs nothing
	compute   func()         // what the view shows
	every     bool           // it shows every norm
	trains    bool           // networks are trained while it is open
	alone     bool           // it shows nothing of a model, nor of the data
	batchless message.Text   // why the batch does not matter; empty: it does
	idle      func(lab.Idle) // adds the knobs that change nothing now, though they move the view
}

// Views are the pictures, in the order of the knob.
func (l *Lab) Views() lab.Views {
	all := l.views()
	list := make([]lab.View, len(all))
	for i, v := range all {
		list[i] = v.View
		list[i].Readings = func() []lab.Reading { return computed(v.Readings()) }
		if err := l.lacks(); err != nil && !v.alone {
			list[i] = lacking.View(list[i], err, &l.data)
		}
	}
	return lab.Views{At: &l.view, List: list, Readings: l.readLeftOut, Idle: l.idle(all[l.view])}
}

// open returns the open view.
func (l *Lab) open() view { return l.views()[l.view] }

func (l *Lab) views() []view {
	with := func(more ...lab.Field) []lab.Field {
		return append([]lab.Field{&l.kind, &l.batch, &l.row, &l.column, &l.epsilon, &l.learned, &l.data, &l.text, &l.layer}, more...)
	}
	return []view{{
		View: lab.View{Name: "matrix", Help: "before and after, and which cells share statistics",
			Moves: with(&l.mode, &l.steps, &l.momentum),
			Draw:  l.drawMatrix, Sentence: l.sayMatrix, Readings: l.readMatrix},
		compute: l.computeOutputs, idle: l.idleInTraining,
	}, {
		View: lab.View{Name: "neighbour", Help: "push another sample, and watch my row",
			Moves: with(&l.mode, &l.steps, &l.momentum, &l.push),
			Draw:  l.drawNeighbour, Sentence: l.sayNeighbour, Readings: l.readNeighbour},
		compute: l.pushNeighbour, idle: l.idleNeighbour,
	}, {
		View: lab.View{Name: "norms", Help: "the four norms of the same batch, side by side",
			Moves: with(&l.steps, &l.momentum, &l.push),
			Draw:  l.drawCompare, Sentence: l.sayCompare, Readings: l.readCompare},
		compute: l.compare, every: true, idle: l.idleCompare,
	}, {
		View: lab.View{Name: "devices", Help: "half of the batch on another device, and what must be exchanged",
			Moves: with(&l.push),
			Draw:  l.drawDevices, Sentence: l.sayDevices, Readings: l.readDevices, Actions: none},
		compute: l.splitBatch, idle: l.idleDevices,
	}, {
		View: lab.View{Name: "batch", Help: "how far the statistics of a batch are from those of the whole set",
			Moves: with(),
			Draw:  l.drawBatch, Sentence: l.sayBatch, Readings: l.readBatch, Actions: none},
		compute: l.measureNoise, idle: l.idleBatch,
	}, {
		View: lab.View{Name: "modes", Help: "training against evaluation, and the running statistics",
			Moves: with(&l.steps, &l.momentum),
			Draw:  l.drawModes, Sentence: l.sayModes, Readings: l.readModes},
		compute: l.train, batchless: l.seesNoBatch(), idle: l.idleModes,
	}, {
		trains: true,
		View: lab.View{Name: "race", Help: "three norms train at batches of 2 and 8, live, and are examined",
			Moves: []lab.Field{&l.updates, &l.seed},
			Draw:  l.drawRace, Sentence: l.sayRace, Readings: l.readRace, Actions: l.raceActions},
		compute: func() { l.race.follow(l.seed, l.updates) }, alone: true,
	}, {
		View: lab.View{Name: "padding", Help: "sentences of different lengths, the padding masked or counted",
			Moves: with(&l.padding),
			Draw:  l.drawPadding, Sentence: l.sayPadding, Readings: l.readPadding, Actions: none},
		reads: l.readPadded, compute: l.pad,
	}, {
		View: lab.View{Name: "sequence", Help: "a later word changes; do earlier outputs move?",
			Moves: with(&l.push, &l.ending),
			Draw:  l.drawSequence, Sentence: l.saySequence, Readings: l.readSequence, Actions: none},
		reads: l.readEnding, compute: l.changeEnding, batchless: l.oneSentence(), idle: l.idleSequence,
	}, {
		View: lab.View{Name: "shape", Help: "the distribution before and after",
			Moves: with(&l.mode, &l.steps, &l.momentum),
			Draw:  l.drawShape, Sentence: l.sayShape, Readings: l.readShape},
		compute: l.describe, batchless: l.seesNoBatch(), idle: l.idleInTraining,
	}}
}

// none are the actions of views without running statistics.
func none() []lab.Action { return nil }

// computed marks readings as such, and those that are 0/0 as undefined.
func computed(readings []lab.Reading) []lab.Reading {
	for i, r := range readings {
		readings[i].Provenance = lab.Computed
		if r.Undefined.Empty() && (math.IsNaN(r.Value) || math.IsInf(r.Value, 0)) {
			readings[i].Undefined = message.New("no spread to divide by")
		}
	}
	return readings
}

// seesNoBatch says so of a norm that takes each row by itself.
func (l *Lab) seesNoBatch() message.Text {
	if l.kind == batchNorm {
		return message.Text{}
	}
	return message.New("%s does not see the batch", kindNames[l.kind])
}

// oneSentence says so of the model's text.
func (l *Lab) oneSentence() message.Text {
	if l.data != fromModel {
		return message.Text{}
	}
	return message.New("one sentence is looked at")
}

// mostRow is the last sample that can be chosen: one of the batch where there
// is a batch.
func (l *Lab) mostRow() int {
	if !l.open().batchless.Empty() {
		return l.available()
	}
	return max(min(l.batch, l.available()), 1)
}

// idle says why knobs change nothing now, with those of the open view.
func (l *Lab) idle(open view) lab.Idle {
	d := lab.Idle{}
	if !open.batchless.Empty() {
		d.Because(open.batchless, &l.batch)
	}
	if l.data != fromModel {
		d.Because(message.New("the example has no text and no layers"), &l.text, &l.layer, &l.ending)
		d.Because(message.New("the example has learnt nothing"), &l.learned)
	}
	if l.mostRow() == 1 {
		d.Because(message.New("there is one row only"), &l.row)
	}
	if l.kind != batchNorm && !open.every {
		d.Because(message.New("%s does the same in both modes", kindNames[l.kind]), &l.mode)
		d.Because(message.New("%s has no running statistics", kindNames[l.kind]), &l.steps, &l.momentum)
	}
	if open.idle != nil {
		open.idle(d)
	}
	return d
}

func (l *Lab) idleInTraining(d lab.Idle) {
	if !l.usesRunning() {
		d.Because(message.New("running statistics are used in evaluation"), &l.steps, &l.momentum)
	}
	if l.batch < 2 {
		d.Because(message.New("a batch of one can't be trained on"), &l.steps, &l.momentum)
	}
}

func (l *Lab) idleCompare(d lab.Idle) {
	if l.batch < 2 {
		d.Because(message.New("a batch of one can't be trained on"), &l.steps, &l.momentum)
		d.Because(message.New("a batch of one has no neighbour"), &l.push)
	}
}

func (l *Lab) idleNeighbour(d lab.Idle) {
	l.idleInTraining(d)
	if l.batch < 2 {
		d.Because(message.New("a batch of one has no neighbour"), &l.push)
	}
}

func (l *Lab) idleDevices(d lab.Idle) {
	if l.batch < 2 {
		d.Because(message.New("one sample lies on one device"), &l.push)
	}
}

func (l *Lab) idleBatch(d lab.Idle) {
	if l.kind != batchNorm {
		why := message.New("%s does not see the batch: its error is 0 in every row", kindNames[l.kind])
		if d.Because(why, &l.row, &l.learned); !l.needsEpsilon() {
			d.Because(why, &l.epsilon)
		}
	}
}

func (l *Lab) idleModes(d lab.Idle) {
	d.Because(message.New("both modes are shown"), &l.mode)
	if l.batch < 2 {
		d.Because(message.New("a batch of one can't be trained on"), &l.steps, &l.momentum)
	}
}

func (l *Lab) idleSequence(d lab.Idle) {
	if l.data == fromModel {
		d.Because(message.New("here the ending changes"), &l.push)
	}
}
