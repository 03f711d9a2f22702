package gpt

// A Gradient is a pass forward and back taken in steps, for those who can't wait
// for all of it at once. When it is done, what [Model.Forward],
// [CrossEntropyBack] and [Model.Backward] would have added to the gradient is
// added, to the bit. Until then neither the model nor the gradient may be used
// for anything else.
type Gradient struct {
	model, grad *Model
	pass        *Pass
	targets     []int
	scale       float32

	forward *Run
	done    int     // of the parts of the way back: those of the head and of the blocks, the embedding
	row     int     // positions whose logits are taken back
	loss    float64 // Σ −ln p(target), nats
}

// BeginGradient begins to add to grad the gradient of scale·Σ −ln p(target) over
// rows of length tokens, of which targets[i] should follow tokens[i], or is
// [NoTarget]. It panics as [Model.Forward] and [Model.Backward] do, and Advance as
// [LogProbs] does.
func (m *Model) BeginGradient(p *Pass, tokens, targets []int, length int, scale float32, grad *Model) *Gradient {
	return &Gradient{model: m, grad: grad, pass: p, targets: targets, scale: scale, forward: m.Begin(p, tokens, length)}
}

// backWork is how much longer a product takes on the way back than forward: there
// are two for each, of kinds that are slower.
const backWork = 2.5

// What is between the products, in multiplications: of a narrow network, most of
// its work.
const (
	betweenForward = 600 // for each value of the stream, in each block
	betweenBack    = 450
	tokenBack      = 50 // for each token of the vocabulary, at each position
)

// Advance spends a budget, as [Run.Step] does, or half a block's more. It returns
// what is left of it: 0 or less, unless all is done.
func (g *Gradient) Advance(budget float64) (left float64) {
	for budget > 0 && !g.Done() {
		if g.forward.over {
			budget -= g.back()
		} else {
			budget = g.forward.Spend(budget)
		}
	}
	return budget
}

// parts is how many parts the way back has.
func (g *Gradient) parts() int { return headParts + g.model.Config.Layers*blockParts + 1 }

// headParts are those of the head: the logits, some rows at a time, the weights, the
// stream.
const headParts = 3

// logitRows is how many positions' logits are taken back at a time.
const logitRows = 64

// Done says whether nothing is left.
func (g *Gradient) Done() bool { return g.done == g.parts() }

// back takes the next part of the way back. It returns about what that cost.
func (g *Gradient) back() (cost float64) {
	m, p, c := g.model, g.pass, g.model.Config
	n, block := float64(len(p.Inputs)), c.Layers-1-(g.done-headParts)/blockParts
	switch head := float64(backWork * float64(c.Vocab*c.Width) / 2); {
	case g.done == 0:
		return g.backLogits()
	case g.done == 1:
		m.headBack(p, p.back.logits, g.grad)
		cost = n * head
	case g.done == 2:
		m.headStreamBack(p, p.back.logits, g.grad)
		cost = n * head
	case g.done == g.parts()-1:
		m.embedBack(p, g.grad)
	default:
		m.blockBack(p, block, (g.done-headParts)%blockParts, g.grad)
		cost = n * float64(c.Width) * (float64(backWork*float64(2*c.Inner+4*c.Width)) + betweenBack) / blockParts
	}
	g.done++
	return cost
}

// backLogits takes the next rows of logits back, and returns about what that cost.
func (g *Gradient) backLogits() (cost float64) {
	p := g.pass
	if g.row == 0 {
		checkTargets(p.Logits, g.targets)
		fit(&p.back.logits, p.Logits.Rows, p.Logits.Cols)
	}
	to := min(g.row+logitRows, len(g.targets))
	g.loss = crossEntropyBack(p.back.logits, p.Logits, g.targets, g.scale, g.row, to, g.loss) // [N, V]
	cost = tokenBack * float64((to-g.row)*p.Logits.Cols)
	if g.row = to; to == len(g.targets) {
		g.done++
	}
	return cost
}

// Loss returns Σ −ln p(target) in nats over the targets, when all is done.
func (g *Gradient) Loss() float64 { return g.loss }
