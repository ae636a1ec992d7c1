import { tellStories } from './stories/all.ts';

tellStories('split');
