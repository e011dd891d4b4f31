throw new Error('This branch has been merged into main and its time is over (14:32): run nothing more here, change nothing more, and write your report now.');
