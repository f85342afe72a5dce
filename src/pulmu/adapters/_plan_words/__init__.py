"""What a schedule's rehearsal and its goods' figures say, for screens, pages and paper alike."""
