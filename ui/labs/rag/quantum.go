package rag

import "logitarium/core/world"

// labelQuantum marks the documents that say what quantum computing is.
const labelQuantum = "quantum computing"

// quantum is a small collection in English and Chinese, written for this lab.
func quantum(*world.World) []document {
	docs := []document{
		newDocument("qubits", "Quantum computing is a way of calculating with qubits. A qubit can be in a superposition of 0 and 1, and the gates of a program make the wrong results cancel out.", nil),
		newDocument("量子位元", "量子計算用量子位元來計算。量子位元可以同時是0和1。", nil),
		newDocument("planck", "Quantum theory began in 1900. Max Planck found that a hot body gives off energy in small portions.", nil),
		newDocument("photon", "A quantum of light is called a photon. It has no mass.", nil),
		newDocument("dots", "Quantum dots are tiny crystals. They give the screens of some televisions their pure colours.", nil),
		newDocument("leap", "A quantum leap in everyday speech is a big step. In physics it is a very small one.", nil),
		newDocument("cloud", "Cloud computing rents out computers by the hour. What is saved there is kept in a hall far away.", nil),
		newDocument("cards", "Early computing used punched cards. One wrong hole spoiled the whole run.", nil),
		newDocument("abacus", "An abacus is a frame with beads. It was used for sums long before there were machines.", nil),
		newDocument("bread", "Sourdough bread needs flour, water, salt and time.", nil),
		newDocument("力學", "量子力學描述很小的東西。電子和光子都遵守它的規則。", nil),
		newDocument("算盤", "算盤是古老的計算工具。商人用它計算帳目。", nil),
		newDocument("雲端", "雲端計算按小時出租電腦。資料存放在很遠的機房裡。", nil),
		newDocument("麵包", "麵包需要麵粉、水、鹽和時間。", nil),
	}
	docs[0].label, docs[1].label = labelQuantum, labelQuantum
	return docs
}
