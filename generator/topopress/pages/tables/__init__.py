"""Tables, facts and sentences that several pages share."""
