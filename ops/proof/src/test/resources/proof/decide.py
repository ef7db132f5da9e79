"""Decides questions in SMT-LIB with cvc5: decide.py LIMIT FILE... prints each file with cvc5's answer.

LIMIT is the effort for one question, in cvc5's units (rlimit-per), which do not depend on the computer's speed.
"""

import sys

import cvc5

for file in sys.argv[2:]:
    solver = cvc5.Solver(cvc5.TermManager())
    solver.setOption("rlimit-per", sys.argv[1])
    symbols = cvc5.SymbolManager(solver)
    parser = cvc5.InputParser(solver, symbols)
    parser.setFileInput(cvc5.InputLanguage.SMT_LIB_2_6, file)
    answer = ""
    while not (command := parser.nextCommand()).isNull():
        answer += str(command.invoke(solver, symbols)).strip()
    print(file, answer, sep="\t", flush=True)
