"""Files of office work: Word, Excel, PDF, calendar. No models; importable without Django being set up."""
