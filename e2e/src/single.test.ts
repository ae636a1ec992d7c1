import { tellStories } from './stories/all.ts';

tellStories('single');
