"""Appeals against decisions of a call: sent by a firm, looked into with everything behind the decision, decided."""
